/** What tells how the server reads SQL and writes results, and the limits of this session. Nothing of files or secrets. */
export const ALLOWED_SETTINGS: ReadonlySet<string> = new Set(
  [
    'application_name bytea_output client_encoding datestyle default_text_search_config default_transaction_isolation',
    'default_transaction_read_only extra_float_digits in_hot_standby integer_datetimes intervalstyle is_superuser jit',
    'lc_collate lc_ctype lc_messages lc_monetary lc_numeric lc_time lock_timeout max_connections max_identifier_length row_security',
    'search_path server_encoding server_version server_version_num session_authorization standard_conforming_strings',
    'statement_timeout temp_file_limit timezone timezone_abbreviations transaction_isolation transaction_read_only',
    'work_mem xmlbinary xmloption',
  ].flatMap(names => names.split(' ')),
)
