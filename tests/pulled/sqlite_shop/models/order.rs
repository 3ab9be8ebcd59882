//! The table `order`.

use super::Customer;

#[derive(strobila::Model)]
#[model(
    index(name = "order_cart_key", columns(cart_of), unique),
    index(columns(customer_id, "placed_at desc")),
    index(name = "order_reference_key", columns(reference), unique),
    check(placed_unless_cart = "status = 'cart' OR placed_at IS NOT NULL"),
    check(status = r#""status" IN ('cart', 'placed', 'paid', 'shipped', 'cancelled', 'refunded')"#)
)]
pub struct Order {
    #[column(
        primary_key,
        default_sql = "CAST(randomblob(6) || substr(x'404142434445464748494a4b4c4d4e4f', 1 + (random() & 15), 1) || randomblob(1) || substr(x'8185898d9195999da1a5a9adb1b5b9bd', 1 + (random() & 15), 1) || randomblob(7) AS BLOB)"
    )]
    pub id: Vec<u8>,
    #[column(default_sql = "upper(hex(randomblob(5)))")]
    pub reference: String,
    #[column(references = Customer, on_delete = "restrict")]
    pub customer_id: Vec<u8>,
    #[column(default = "cart")]
    pub status: String,
    #[column(generated = "CASE WHEN status = 'cart' THEN customer_id END")]
    pub cart_of: Option<Vec<u8>>,
    #[column(default = "EUR")]
    pub currency: String,
    #[column(default = "0.00")]
    pub total: String,
    pub delivery_address: Option<String>,
    pub placed_at: Option<String>,
    #[column(default_sql = "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')")]
    pub created_at: String,
    #[column(default_sql = "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')")]
    pub updated_at: String,
    #[column(default = "0")]
    pub discount: String,
}
