/**
 * The functions of MySQL (8.0 to 9) and MariaDB (10.6 to 11) that queries may call: they compute, or read a clock, a
 * random number or what the login may know anyway. The manuals' lists, minus what waits, locks, reads or writes files,
 * keeps state, runs or explains SQL in a string, or shows keys and passwords; also minus DEFAULT(c), which computes what
 * the table's maker has put behind the column: NEXTVAL, GET_LOCK, LOAD_FILE … Neither server lists its own functions
 * everywhere, so a name that is not here is refused, whatever it is.
 */
export const ALLOWED_FUNCTIONS: ReadonlySet<string> = new Set(
  [
    // Numbers.
    'abs acos asin atan atan2 ceil ceiling conv cos cot crc32 crc32c degrees exp floor format ln log log10 log2 mod pi',
    'pow power radians rand round sign sin sqrt tan truncate bit_count',
    // Text.
    'ascii bin bit_length char char_length character_length chr concat concat_ws elt export_set field find_in_set',
    'from_base64 hex insert instr lcase left length lengthb locate lower lpad ltrim make_set mid natural_sort_key oct',
    'octet_length ord position quote regexp_instr regexp_like regexp_replace regexp_substr repeat replace reverse right',
    'rpad rtrim sformat soundex space strcmp substr substring substring_index to_base64 to_char to_number trim ucase',
    'unhex upper weight_string charset coercibility collation format_bytes format_pico_time extractvalue updatexml',
    'md5 sha sha1 sha2 aes_encrypt aes_decrypt compress uncompress uncompressed_length',
    // Dates and times.
    'add_months adddate addtime convert_tz curdate current_date current_time current_timestamp curtime date date_add',
    'date_format date_sub datediff day dayname dayofmonth dayofweek dayofyear extract from_days from_unixtime',
    'get_format hour last_day localtime localtimestamp makedate maketime microsecond minute month monthname',
    'months_between now period_add period_diff quarter sec_to_time second str_to_date subdate subtime sysdate time',
    'time_format time_to_sec timediff timestamp timestampadd timestampdiff to_date to_days to_seconds unix_timestamp',
    'utc_date utc_time utc_timestamp week weekday weekofyear year yearweek',
    // Choice.
    'coalesce greatest if ifnull interval isnull least nullif nvl nvl2',
    // Aggregates and windows.
    'any_value avg bit_and bit_or bit_xor count group_concat grouping max median min percentile_cont percentile_disc std',
    'stddev stddev_pop stddev_samp sum var_pop var_samp variance cume_dist dense_rank first_value lag last_value lead',
    'nth_value ntile percent_rank rank row_number',
    // JSON, and MariaDB's columns in a column.
    'json_array json_array_append json_array_insert json_array_intersect json_arrayagg json_compact json_contains',
    'json_contains_path json_depth json_detailed json_equals json_exists json_extract json_insert json_key_value',
    'json_keys json_length json_loose json_merge json_merge_patch json_merge_preserve json_normalize json_object',
    'json_object_filter_keys json_object_to_array json_objectagg json_overlaps json_pretty json_query json_quote',
    'json_remove json_replace json_schema_valid json_schema_validation_report json_search json_set json_storage_free',
    'json_storage_size json_type json_unquote json_valid json_value column_check column_exists column_json column_list',
    // What the login may know of itself and the server.
    'connection_id current_role current_user database icu_version schema session_user system_user user version',
    // Identifiers and addresses as values.
    'bin_to_uuid is_uuid random_bytes sys_guid uuid uuid_to_bin uuid_v4 uuid_v7 inet6_aton inet6_ntoa inet_aton',
    'inet_ntoa is_ipv4 is_ipv4_compat is_ipv4_mapped is_ipv6',
    // Shapes.
    'geometrycollection linestring mbrcontains mbrcoveredby mbrcovers mbrdisjoint mbrequals mbrintersects mbroverlaps',
    'mbrtouches mbrwithin multilinestring multipoint multipolygon point polygon st_area st_asbinary st_asgeojson',
    'st_astext st_aswkb st_aswkt st_boundary st_buffer st_buffer_strategy st_centroid st_collect st_contains',
    'st_convexhull st_crosses st_difference st_dimension st_disjoint st_distance st_distance_sphere st_endpoint',
    'st_envelope st_equals st_exteriorring st_frechetdistance st_geohash st_geomcollfromtext st_geometryfromtext',
    'st_geometryn st_geometrytype st_geomfromgeojson st_geomfromtext st_geomfromwkb st_hausdorffdistance',
    'st_interiorringn st_intersection st_intersects st_isclosed st_isempty st_isring st_issimple st_isvalid',
    'st_latfromgeohash st_latitude st_length st_lineinterpolatepoint st_linefromtext st_longfromgeohash st_longitude',
    'st_makeenvelope st_numgeometries st_numinteriorring st_numinteriorrings st_numpoints st_overlaps',
    'st_pointatdistance st_pointfromgeohash st_pointfromtext st_pointn st_pointonsurface st_polyfromtext',
    'st_polygonfromtext st_relate st_simplify st_srid st_startpoint st_swapxy st_symdifference st_touches st_transform',
    'st_union st_validate st_within st_x st_y',
    // Vectors.
    'string_to_vector vec_distance vec_distance_cosine vec_distance_euclidean vec_fromtext vec_totext vector_dim',
    'vector_to_string',
  ].flatMap(names => names.split(' ')),
)
