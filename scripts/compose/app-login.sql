-- The login that the app works as. It owns nothing and is given rights by the owner of the tables at each start
-- (DATABASE_OWNER_URL), so it cannot change what is in the audit. PostgreSQL's image runs this when the volume is new.
CREATE ROLE app LOGIN PASSWORD 'app';
