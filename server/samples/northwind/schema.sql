-- Tables of the Northwind sample. Names are the classic ones in snake_case. Foreign keys and their indexes are in
-- foreign-keys.sql: checking them once after a load takes a fraction of the time of checking them row by row.

CREATE TABLE region (
  region_id integer PRIMARY KEY,
  region_description text NOT NULL
);
COMMENT ON TABLE region IS 'Sales regions of the company in the USA';
COMMENT ON COLUMN region.region_description IS 'Name of the region: Eastern, Western, Northern or Southern';

CREATE TABLE territories (
  territory_id text PRIMARY KEY,
  territory_description text NOT NULL,
  region_id integer NOT NULL
);
COMMENT ON TABLE territories IS 'Sales territories, each part of one region';
COMMENT ON COLUMN territories.territory_id IS 'US postal code, so text: it may start with 0';
COMMENT ON COLUMN territories.territory_description IS 'Name of the territory, a city';

CREATE TABLE employees (
  employee_id integer PRIMARY KEY,
  last_name text NOT NULL,
  first_name text NOT NULL,
  title text,
  title_of_courtesy text,
  birth_date date,
  hire_date date,
  address text,
  city text,
  region text,
  postal_code text,
  country text,
  home_phone text,
  extension text,
  notes text,
  reports_to integer
);
COMMENT ON TABLE employees IS 'Staff who take and look after orders';
COMMENT ON COLUMN employees.title IS 'Job title, e.g. Sales Representative';
COMMENT ON COLUMN employees.title_of_courtesy IS 'Ms., Mrs., Mr. or Dr.';
COMMENT ON COLUMN employees.region IS 'State of the USA; empty elsewhere';
COMMENT ON COLUMN employees.extension IS 'Internal phone extension';
COMMENT ON COLUMN employees.reports_to IS 'The manager, another employee; empty for the head of sales';

CREATE TABLE employee_territories (
  employee_id integer NOT NULL,
  territory_id text NOT NULL,
  PRIMARY KEY (employee_id, territory_id)
);
COMMENT ON TABLE employee_territories IS 'Which employee is responsible for which territories';

CREATE TABLE categories (
  category_id integer PRIMARY KEY,
  category_name text NOT NULL UNIQUE,
  description text
);
COMMENT ON TABLE categories IS 'Kinds of products, e.g. Beverages or Seafood';

CREATE TABLE suppliers (
  supplier_id integer PRIMARY KEY,
  company_name text NOT NULL,
  contact_name text,
  contact_title text,
  address text,
  city text,
  region text,
  postal_code text,
  country text,
  phone text,
  fax text,
  homepage text
);
COMMENT ON TABLE suppliers IS 'Companies that the products are bought from';
COMMENT ON COLUMN suppliers.contact_name IS 'The person to talk to';
COMMENT ON COLUMN suppliers.contact_title IS 'Job title of the contact';
COMMENT ON COLUMN suppliers.region IS 'State, province or the like, where the address has one';

CREATE TABLE products (
  product_id integer PRIMARY KEY,
  product_name text NOT NULL,
  supplier_id integer,
  category_id integer,
  quantity_per_unit text,
  unit_price numeric(10,2),
  units_in_stock integer,
  units_on_order integer,
  reorder_level integer,
  discontinued integer NOT NULL CHECK (discontinued IN (0, 1))
);
COMMENT ON TABLE products IS 'What the company sells';
COMMENT ON COLUMN products.quantity_per_unit IS 'Packaging of one unit in words, e.g. 24 - 12 oz bottles';
COMMENT ON COLUMN products.unit_price IS 'List price of one unit today, in US dollars';
COMMENT ON COLUMN products.units_on_order IS 'Units ordered from the supplier and not yet received';
COMMENT ON COLUMN products.reorder_level IS 'When units in stock fall to this number, it is time to order more';
COMMENT ON COLUMN products.discontinued IS '1 when the product is no longer sold, else 0';

CREATE TABLE customers (
  customer_id text PRIMARY KEY,
  company_name text NOT NULL,
  contact_name text,
  contact_title text,
  address text,
  city text,
  region text,
  postal_code text,
  country text,
  phone text,
  fax text
);
COMMENT ON TABLE customers IS 'Companies that buy';
COMMENT ON COLUMN customers.customer_id IS 'Five letters made from the name, e.g. ALFKI';
COMMENT ON COLUMN customers.contact_name IS 'The person to talk to';
COMMENT ON COLUMN customers.contact_title IS 'Job title of the contact';
COMMENT ON COLUMN customers.region IS 'State, province or the like, where the address has one';

CREATE TABLE shippers (
  shipper_id integer PRIMARY KEY,
  company_name text NOT NULL,
  phone text
);
COMMENT ON TABLE shippers IS 'Companies that carry orders to customers';

CREATE TABLE orders (
  order_id integer PRIMARY KEY,
  customer_id text,
  employee_id integer,
  order_date date,
  required_date date,
  shipped_date date,
  ship_via integer,
  freight numeric(10,2),
  ship_name text,
  ship_address text,
  ship_city text,
  ship_region text,
  ship_postal_code text,
  ship_country text
);
COMMENT ON TABLE orders IS 'Orders of customers; what was ordered is in order_details';
COMMENT ON COLUMN orders.employee_id IS 'Who took the order';
COMMENT ON COLUMN orders.required_date IS 'When the customer needs it';
COMMENT ON COLUMN orders.shipped_date IS 'When it left the house; empty while it has not been shipped';
COMMENT ON COLUMN orders.ship_via IS 'The shipper';
COMMENT ON COLUMN orders.freight IS 'Cost of shipping, in US dollars';
COMMENT ON COLUMN orders.ship_name IS 'Who receives it';

CREATE TABLE order_details (
  order_id integer NOT NULL,
  product_id integer NOT NULL,
  unit_price numeric(10,2) NOT NULL CHECK (unit_price >= 0),
  quantity integer NOT NULL CHECK (quantity > 0),
  discount numeric(4,2) NOT NULL CHECK (discount >= 0 AND discount <= 1),
  PRIMARY KEY (order_id, product_id)
);
COMMENT ON TABLE order_details IS 'Lines of the orders. Revenue of a line: unit_price * quantity * (1 - discount)';
COMMENT ON COLUMN order_details.unit_price IS 'Price of one unit at the time of the order, in US dollars';
COMMENT ON COLUMN order_details.quantity IS 'Units ordered';
COMMENT ON COLUMN order_details.discount IS 'Part taken off the price, 0 to 1: 0.15 is 15 %';
