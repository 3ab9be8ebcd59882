//! What happens in the shop between its migrations.

use strobila::Target;

/// What happens after one migration, before the next. `#7` is the seventh UUID.
pub(crate) struct Chapter {
    /// `module/name`
    pub(crate) after: &'static str,
    /// What is written, a statement each.
    pub(crate) rows: &'static [&'static str],
    /// What the database refuses.
    pub(crate) refused: &'static [&'static str],
    /// What is read then: a query of one text, and its rows.
    pub(crate) reads: &'static [(&'static str, &'static [&'static str])],
}

/// A rollback that stops, since a row does not fit the schema before.
pub(crate) struct Refusal {
    /// `module/name`
    pub(crate) of: &'static str,
    /// The databases where it is tried. MariaDB commits each statement, so that it is tried there only where
    /// the first one stops.
    pub(crate) tried_on: &'static [Target],
    /// What a person writes so that it goes on.
    pub(crate) settled_by: &'static str,
}

/// Tables that change their name on the way.
pub(crate) const RENAMED_TABLES: &[[&str; 2]] = &[["article", "post"], ["article_product", "post_product"]];

pub(crate) const REFUSALS: &[Refusal] = &[
    Refusal {
        of: "customer/Migration202611201159",
        tried_on: &[Target::Postgres, Target::Mariadb, Target::Sqlite],
        settled_by: "UPDATE address SET postcode = '10001' WHERE postcode LIKE 'SW%'",
    },
    Refusal {
        of: "order/Migration202611201158",
        tried_on: &[Target::Postgres, Target::Sqlite],
        settled_by: r#"UPDATE "order" SET status = 'cancelled' WHERE status = 'refunded'"#,
    },
    Refusal {
        of: "catalog/Migration202611201158",
        tried_on: &[Target::Postgres, Target::Sqlite],
        settled_by: "UPDATE product SET roast = 'dark' WHERE roast = 'medium_dark'",
    },
];

pub(crate) const CHAPTERS: &[Chapter] = &[
    Chapter {
        after: "catalog/Migration202611201157",
        rows: &[
            "INSERT INTO category (name, slug) VALUES ('Coffee', 'coffee'), ('Gear', 'gear')",
            "INSERT INTO category (parent_id, name, slug, position) \
             SELECT id, 'Espresso', 'espresso', 2 FROM category WHERE slug = 'coffee'",
            "INSERT INTO origin VALUES ('ET', 'Yirgacheffe', 1750, 2200), ('CO', 'Huila', 1500, 2000)",
            "INSERT INTO product (id, category_id, country, region, name, slug, roast, process, tasting_notes, \
             published_at) \
             SELECT #1, id, 'ET', 'Yirgacheffe', 'Kochere', 'kochere', 'light', 'washed', \
             '[\"jasmine\", \"it''s lemon\"]', '2026-01-05T09:00:00+00:00' \
             FROM category WHERE slug = 'coffee'",
            "INSERT INTO product (id, category_id, name, slug, process, deleted_at) \
             SELECT #2, id, 'House', 'house', 'natural', '2026-02-01T00:00:00+00:00' \
             FROM category WHERE slug = 'espresso'",
            "INSERT INTO product (id, category_id, name, slug, roast, process) \
             SELECT #3, id, 'House, new', 'house', 'dark', 'honey' FROM category WHERE slug = 'espresso'",
            "INSERT INTO product_variant (id, product_id, sku, grams, price) \
             VALUES (#11, #1, 'KO-250', 250, '14.90'), (#12, #1, 'KO-1000', 1000, '49.00')",
            "INSERT INTO product_variant (id, product_id, sku, grams, price, is_active) \
             VALUES (#13, #3, 'HO-500', 500, '0.10', false)",
            "INSERT INTO product_image VALUES (#1, 1, 'https://cdn.example/ko.jpg', 'a bag'), \
             (#1, 2, 'https://cdn.example/ko-2.jpg', '')",
        ],
        refused: &[
            "INSERT INTO category (name, slug) VALUES ('Coffee again', 'coffee')",
            "DELETE FROM category WHERE slug = 'coffee'",
            "INSERT INTO origin VALUES ('PE', 'Cajamarca', 2000, 1500)",
            "UPDATE product SET slug = 'kochere' WHERE id = #3",
            "UPDATE product SET roast = 'burnt' WHERE id = #3",
            "UPDATE product SET process = 'boiled' WHERE id = #3",
            "UPDATE product SET region = 'Nowhere' WHERE id = #1",
            "UPDATE product_variant SET price = '-0.01' WHERE sku = 'KO-250'",
        ],
        reads: &[(
            "SELECT p.slug || ' ' || v.sku || ' ' || CAST(v.price AS TEXT) || \
             CASE WHEN v.is_active THEN '' ELSE ' off' END \
             FROM product p JOIN product_variant v ON v.product_id = p.id ORDER BY v.sku",
            &["house HO-500 0.10 off", "kochere KO-1000 49.00", "kochere KO-250 14.90"],
        )],
    },
    Chapter {
        after: "customer/Migration202611201157",
        rows: &[
            "INSERT INTO customer (id, email, name, phone, fax, birthday) VALUES \
             (#21, 'ana@example.com', 'Ana Ferreira', '+351 21 000', '+351 21 001', '1985-02-28')",
            "INSERT INTO customer (id, email, name, locale) VALUES (#22, 'Ben@example.com', 'Ben O''Neill', 'en-IE')",
            "INSERT INTO customer (id, email, name, deleted_at) VALUES \
             (#23, 'ben@example.com', 'Ben, gone', '2026-03-01T00:00:00+00:00')",
            "INSERT INTO address (id, customer_id, recipient, street, postcode, city, country) VALUES \
             (#31, #21, 'Ana Ferreira', 'Rua Augusta 1', 1100, 'Lisboa', 'PT')",
            "INSERT INTO address (id, customer_id, kind, recipient, street, postcode, city) VALUES \
             (#32, #22, 'billing', 'Ben', 'Hafenstr. 2', 20457, 'Hamburg')",
            "UPDATE customer SET default_address_id = #31 WHERE id = #21",
        ],
        refused: &[
            "INSERT INTO customer (email, name) VALUES ('BEN@example.com', 'Ben again')",
            "INSERT INTO customer (email, name) VALUES ('nobody', 'No At')",
        ],
        reads: &[(
            "SELECT c.email || ' ' || c.locale || ' ' || coalesce(a.city, '-') || ' ' || coalesce(c.fax, '-') \
             FROM customer c LEFT JOIN address a ON a.id = c.default_address_id ORDER BY c.id",
            &["ana@example.com en Lisboa +351 21 001", "Ben@example.com en-IE - -", "ben@example.com en - -"],
        )],
    },
    Chapter {
        after: "blog/Migration202611201157",
        rows: &[
            "INSERT INTO author (name, slug, bio) VALUES ('Ida Nilsen', NULL, 'roasts'), ('Jon Park', 'jon', NULL)",
            "INSERT INTO article (id, author_id, title, slug, body, status, published_at) \
             SELECT #41, id, 'How we cup', 'how-we-cup', 'Slurp; then spit.', 'published', \
             '2026-02-02T08:00:00+00:00' FROM author WHERE name = 'Ida Nilsen'",
            "INSERT INTO article (id, author_id, title, slug, body) \
             SELECT #42, id, 'Draft', 'draft', '' FROM author WHERE slug = 'jon'",
            "INSERT INTO article_product VALUES (#41, #1), (#41, #3)",
            "INSERT INTO comment (article_id, customer_id, body, sent_from) VALUES (#41, #21, 'Thank you', '192.0.2.7')",
            "INSERT INTO comment (article_id, parent_id, body) SELECT #41, id, 'And you' FROM comment",
            "INSERT INTO subscriber (email, is_confirmed) VALUES ('ana@example.com', true), ('eve@example.com', false)",
            "INSERT INTO redirect VALUES ('/2023/cupping', #41)",
        ],
        refused: &[
            "UPDATE article SET title = '' WHERE id = #42",
            "INSERT INTO article_product VALUES (#41, #1)",
            "DELETE FROM author WHERE slug = 'jon'",
        ],
        reads: &[],
    },
    Chapter {
        after: "inventory/Migration202611201157",
        rows: &[
            "INSERT INTO warehouse (code, name) VALUES ('HH1', 'Hamburg'), ('LX1', 'Lisboa')",
            "INSERT INTO supplier (name, contact) VALUES ('Nordic Green', '{\"phone\": \"+47 1\"}')",
            "INSERT INTO roast_batch (product_id, supplier_id, green_kg, roasted_kg) \
             SELECT #1, id, 12.5, 10.75 FROM supplier",
            "INSERT INTO roast_batch (product_id, green_kg) VALUES (#3, 8)",
            "INSERT INTO stock (warehouse_code, variant_id, on_hand, reserved) VALUES ('HH1', #11, 40, 3), ('LX1', #12, 5, 0)",
            "INSERT INTO stock_movement (warehouse_code, variant_id, delta, reason) VALUES \
             ('HH1', #11, 43, 'roasted'), ('HH1', #11, -3, 'sold'), ('LX1', #12, 5, 'counted')",
            "UPDATE warehouse SET code = 'LIS' WHERE code = 'LX1'",
        ],
        refused: &[
            "UPDATE roast_batch SET roasted_kg = 13 WHERE green_kg = 12.5",
            "UPDATE stock SET on_hand = -1 WHERE warehouse_code = 'HH1'",
            "INSERT INTO stock_movement (warehouse_code, variant_id, delta, reason) VALUES ('HH1', #13, 1, 'roasted')",
            "INSERT INTO stock_movement (warehouse_code, variant_id, delta, reason) VALUES ('HH1', #11, 1, 'stolen')",
        ],
        reads: &[(
            "SELECT s.warehouse_code || ' ' || CAST(s.available AS TEXT) || ' ' || CAST(sum(m.delta) AS TEXT) \
             FROM stock s JOIN stock_movement m \
             ON m.warehouse_code = s.warehouse_code AND m.variant_id = s.variant_id \
             GROUP BY s.warehouse_code, s.available ORDER BY 1",
            &["HH1 37 40", "LIS 5 5"],
        )],
    },
    Chapter {
        after: "order/Migration202611201157",
        rows: &[
            r#"INSERT INTO "order" (id, customer_id) VALUES (#51, #21)"#,
            r#"INSERT INTO "order" (id, reference, customer_id, status, total, placed_at, delivery_address) VALUES
               (#52, 'R-1', #22, 'sent', '63.90', '2026-02-10T10:00:00+00:00', '{"city": "Hamburg"}'),
               (#53, 'R-2', #21, 'paid', '14.90', '2026-02-11T10:00:00+00:00', NULL)"#,
            "INSERT INTO order_line VALUES (#52, 1, #11, 1, '14.90', 250), (#52, 2, #12, 1, '49.00', 1000), \
             (#53, 1, #11, 1, '14.90', 250)",
            "INSERT INTO payment (order_id, provider, provider_reference, amount) VALUES \
             (#52, 'card', 'ch_1', '63.90'), (#53, 'paypal', 'pp-1', '14.90')",
            "INSERT INTO shipment (order_id, warehouse_code) VALUES (#52, 'HH1')",
        ],
        refused: &[
            r#"INSERT INTO "order" (customer_id) VALUES (#21)"#,
            r#"UPDATE "order" SET status = 'placed' WHERE id = #51"#,
            r#"UPDATE "order" SET status = 'shipped' WHERE id = #52"#,
            "DELETE FROM customer WHERE id = #22",
            "INSERT INTO payment (order_id, provider, provider_reference, amount) VALUES (#53, 'card', 'ch_1', '1.00')",
        ],
        reads: &[(
            r#"SELECT CAST(length(reference) AS TEXT) || ' ' || currency || ' ' || CAST(total AS TEXT)
               FROM "order" WHERE id = #51"#,
            &["10 EUR 0.00"],
        )],
    },
    Chapter {
        after: "catalog/Migration202611201158",
        rows: &["UPDATE product SET roast = 'medium_dark' WHERE id = #3"],
        refused: &["UPDATE product_variant SET label = NULL WHERE sku = 'KO-250'"],
        reads: &[
            ("SELECT label FROM product_variant ORDER BY grams", &["250 g", "500 g", "1000 g"]),
            (
                "SELECT CAST(roast AS TEXT) FROM product ORDER BY roast, id",
                // The enum's own order where there is one: by its text it is the same here.
                &["light", "medium", "medium_dark"],
            ),
        ],
    },
    Chapter {
        after: "customer/Migration202611201158",
        rows: &[],
        refused: &["SELECT fax FROM customer"],
        reads: &[(
            "SELECT full_name FROM customer ORDER BY id",
            &["Ana Ferreira", "Ben O'Neill", "Ben, gone"],
        )],
    },
    Chapter {
        after: "blog/Migration202611201158",
        rows: &["INSERT INTO comment (post_id, body) VALUES (#42, 'When?')"],
        refused: &["UPDATE post SET status = 'lost' WHERE id = #41", "UPDATE redirect SET post_id = #99"],
        reads: &[
            (
                "SELECT p.slug || ' ' || CAST(count(*) AS TEXT) FROM post p JOIN comment c ON c.post_id = p.id \
                 GROUP BY p.slug ORDER BY 1",
                &["draft 1", "how-we-cup 2"],
            ),
            (
                "SELECT p.name FROM post_product pp JOIN product p ON p.id = pp.product_id \
                 WHERE pp.post_id = #41 ORDER BY 1",
                &["House, new", "Kochere"],
            ),
        ],
    },
    Chapter {
        after: "inventory/Migration202611201158",
        rows: &["UPDATE stock SET reserved = on_hand WHERE warehouse_code = 'LIS'"],
        refused: &["UPDATE stock SET reserved = on_hand + 1"],
        reads: &[
            ("SELECT substr(CAST(closes_at AS TEXT), 1, 8) FROM warehouse", &["17:00:00", "17:00:00"]),
            ("SELECT CAST(available AS TEXT) FROM stock ORDER BY warehouse_code", &["37", "0"]),
        ],
    },
    Chapter {
        after: "order/Migration202611201158",
        rows: &[
            r#"INSERT INTO "order" (id, customer_id, status, placed_at)
               VALUES (#54, #21, 'refunded', '2026-03-01T00:00:00+00:00')"#,
            "UPDATE payment SET amount = '1000000000.00' WHERE provider_reference = 'pp-1'",
            "UPDATE payment SET amount = '14.90' WHERE provider_reference = 'pp-1'",
        ],
        refused: &[
            r#"UPDATE "order" SET status = 'sent' WHERE id = #52"#,
            "UPDATE payment SET amount = '0.00'",
        ],
        reads: &[(
            r#"SELECT CAST(status AS TEXT) FROM "order" ORDER BY id"#,
            &["cart", "shipped", "paid", "refunded"],
        )],
    },
    Chapter {
        after: "blog/Migration202611201159",
        rows: &["INSERT INTO subscriber (email) VALUES ('zoe@example.com')"],
        refused: &[],
        reads: &[],
    },
    Chapter {
        after: "catalog/Migration202611201159",
        rows: &[
            "INSERT INTO tag (name) VALUES ('espresso'), ('fruity')",
            "INSERT INTO product_tag SELECT #1, id FROM tag",
        ],
        refused: &[
            "INSERT INTO product_tag SELECT #1, id FROM tag",
            "INSERT INTO tag (name) VALUES ('fruity')",
        ],
        reads: &[],
    },
    Chapter {
        after: "customer/Migration202611201159",
        rows: &[
            "INSERT INTO address (customer_id, recipient, street, postcode, city, country) VALUES \
             (#22, 'Ben', '10 Downing St', 'SW1A 2AA', 'London', 'GB')",
            "INSERT INTO customer (id, email, full_name) VALUES (#24, 'kim@example.com', 'Kim')",
        ],
        refused: &[],
        reads: &[
            ("SELECT postcode FROM address ORDER BY city", &["20457", "1100", "SW1A 2AA"]),
            ("SELECT locale FROM customer ORDER BY id", &["en", "en-IE", "en", "de"]),
            ("SELECT a.city FROM customer c JOIN address a ON a.id = c.default_address_id", &["Lisboa"]),
        ],
    },
    Chapter {
        after: "order/Migration202611201159",
        rows: &["INSERT INTO shipment (order_id, warehouse_code, carrier) VALUES (#53, 'LIS', 'ctt')"],
        refused: &[
            "INSERT INTO shipment (order_id, warehouse_code) VALUES (#53, 'XX9')",
            "DELETE FROM warehouse WHERE code = 'HH1'",
        ],
        reads: &[(
            "SELECT warehouse_code || ' ' || carrier FROM shipment ORDER BY 1",
            &["HH1 dhl", "LIS ctt"],
        )],
    },
    Chapter {
        after: "blog/Migration202611201200",
        rows: &[],
        refused: &["INSERT INTO author (name) VALUES ('Nameless')"],
        reads: &[
            ("SELECT slug FROM author ORDER BY name", &["ida-nilsen", "jon"]),
            (
                "SELECT a.slug FROM author a JOIN post p ON p.author_id = a.id ORDER BY p.slug",
                &["jon", "ida-nilsen"],
            ),
        ],
    },
    Chapter {
        after: "customer/Migration202611201200",
        rows: &[
            "UPDATE subscriber SET customer_id = (SELECT id FROM customer c WHERE c.email = subscriber.email)",
            "DELETE FROM customer WHERE id = #24",
        ],
        refused: &["UPDATE subscriber SET customer_id = #99"],
        reads: &[(
            "SELECT s.email || CASE WHEN is_confirmed THEN ' ' ELSE ' not ' END || coalesce(c.full_name, '-') \
             FROM subscriber s LEFT JOIN customer c ON c.id = s.customer_id ORDER BY 1",
            &["ana@example.com Ana Ferreira", "eve@example.com not -", "zoe@example.com not -"],
        )],
    },
    Chapter {
        after: "blog/Migration202611201201",
        rows: &[],
        refused: &["SELECT path FROM redirect"],
        reads: &[],
    },
    Chapter {
        after: "customer/Migration202611201201",
        rows: &[
            "INSERT INTO loyalty_account (customer_id, points, tier) VALUES (#21, 9000000000, 'barista')",
            "INSERT INTO loyalty_account (customer_id) VALUES (#22)",
        ],
        refused: &["UPDATE loyalty_account SET points = -1", "UPDATE loyalty_account SET tier = 'owner'"],
        reads: &[(
            "SELECT CAST(tier AS TEXT) || ' ' || CAST(points AS TEXT) FROM loyalty_account ORDER BY points",
            &["bean 0", "barista 9000000000"],
        )],
    },
    Chapter {
        after: "order/Migration202611201200",
        rows: &[
            "INSERT INTO coupon (code, percent_off) VALUES ('SPRING', 10)",
            "INSERT INTO coupon (code, amount_off, valid_until) VALUES ('FIVE', '5.00', '2099-12-31')",
            "INSERT INTO order_coupon VALUES (#52, 'SPRING')",
        ],
        refused: &[
            "INSERT INTO coupon (code) VALUES ('NOTHING')",
            "INSERT INTO coupon (code, percent_off, amount_off) VALUES ('BOTH', 10, '1.00')",
            "INSERT INTO coupon (code, percent_off) VALUES ('ALL', 101)",
            "INSERT INTO coupon (code, percent_off, valid_until) VALUES ('PAST', 5, '2000-01-01')",
        ],
        reads: &[
            ("SELECT CAST(grams AS TEXT) FROM order_line ORDER BY order_id, line", &["250", "1000", "250"]),
            (
                r#"SELECT CASE WHEN CAST(discount AS REAL) = 0 THEN 'nothing off' END FROM "order" WHERE id = #52"#,
                &["nothing off"],
            ),
        ],
    },
];
