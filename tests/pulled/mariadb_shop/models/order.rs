//! The table `order`.

use super::{Customer, OrderStatus};

/// What a customer buys at once; a cart until it is placed.
#[derive(strobila::Model)]
#[model(
    unique(name = "order_cart_key", columns(cart_of)),
    index(columns(customer_id, "placed_at desc")),
    check(placed_unless_cart = "`status` = 'cart' or `placed_at` is not null")
)]
pub struct Order {
    #[column(primary_key, default_sql = "unhex(replace(uuid(),'-',''))")]
    pub id: uuid::Uuid,
    /// What a customer reads out on the telephone.
    #[column(length = 16, default_sql = "ucase(substr(md5(rand()),1,10))", unique)]
    pub reference: String,
    #[column(references = Customer)]
    pub customer_id: uuid::Uuid,
    #[column(default = "cart")]
    pub status: OrderStatus,
    /// The customer whose cart it is: everybody has one at most.
    #[column(generated = "case when `status` = 'cart' then `customer_id` end")]
    pub cart_of: Option<uuid::Uuid>,
    #[column(length = 3, default = "EUR")]
    pub currency: String,
    #[column(precision = 12, scale = 2, default = 0.00)]
    pub total: rust_decimal::Decimal,
    /// Where it goes, as it was when the order was placed.
    pub delivery_address: Option<serde_json::Value>,
    pub placed_at: Option<chrono::DateTime<chrono::Utc>>,
    #[column(default_sql = "current_timestamp(6)")]
    pub created_at: chrono::DateTime<chrono::Utc>,
    #[column(default_sql = "current_timestamp(6)")]
    pub updated_at: chrono::DateTime<chrono::Utc>,
    /// What coupons took off, part of the total.
    #[column(precision = 12, scale = 2, default = 0.00)]
    pub discount: rust_decimal::Decimal,
}
