-- Foreign keys of the Northwind sample, and an index for each that no primary key serves already.

ALTER TABLE territories ADD FOREIGN KEY (region_id) REFERENCES region;
CREATE INDEX territories_region_id_idx ON territories (region_id);

ALTER TABLE employees ADD FOREIGN KEY (reports_to) REFERENCES employees;
CREATE INDEX employees_reports_to_idx ON employees (reports_to);

ALTER TABLE employee_territories ADD FOREIGN KEY (employee_id) REFERENCES employees;
ALTER TABLE employee_territories ADD FOREIGN KEY (territory_id) REFERENCES territories;
CREATE INDEX employee_territories_territory_id_idx ON employee_territories (territory_id);

ALTER TABLE products ADD FOREIGN KEY (supplier_id) REFERENCES suppliers;
ALTER TABLE products ADD FOREIGN KEY (category_id) REFERENCES categories;
CREATE INDEX products_supplier_id_idx ON products (supplier_id);
CREATE INDEX products_category_id_idx ON products (category_id);

ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers;
ALTER TABLE orders ADD FOREIGN KEY (employee_id) REFERENCES employees;
ALTER TABLE orders ADD FOREIGN KEY (ship_via) REFERENCES shippers;
CREATE INDEX orders_customer_id_idx ON orders (customer_id);
CREATE INDEX orders_employee_id_idx ON orders (employee_id);
CREATE INDEX orders_ship_via_idx ON orders (ship_via);
CREATE INDEX orders_order_date_idx ON orders (order_date);

ALTER TABLE order_details ADD FOREIGN KEY (order_id) REFERENCES orders;
ALTER TABLE order_details ADD FOREIGN KEY (product_id) REFERENCES products;
CREATE INDEX order_details_product_id_idx ON order_details (product_id);
