//! What is bought.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde_json::Value;
use uuid::Uuid;

use crate::catalog::models::ProductVariant;
use crate::customer::models::Customer;
use crate::inventory::models::Warehouse;

/// How far an order has come.
#[derive(strobila::Enum)]
pub enum OrderStatus {
    Cart,
    Placed,
    Paid,
    #[variant(renamed_from = "sent")]
    Shipped,
    Cancelled,
    Refunded,
}

/// What a customer buys at once; a cart until it is placed.
#[derive(strobila::Model)]
#[model(
    timestamps,
    many_to_many(Coupon),
    index(name = "order_cart_key", columns(cart_of), unique),
    index(customer_id, "placed_at desc"),
    check(placed_unless_cart = "status = 'cart' OR placed_at IS NOT NULL")
)]
pub struct Order {
    #[column(primary_key, default_sql = "uuid()")]
    pub id: Uuid,
    /// What a customer reads out on the telephone.
    #[column(
        length = 16,
        unique,
        default_sql(
            postgres = "upper(substr(md5(random()::text), 1, 10))",
            mysql = "upper(substr(md5(rand()), 1, 10))",
            sqlite = "upper(hex(randomblob(5)))"
        )
    )]
    pub reference: String,
    #[column(references = Customer, on_delete = "restrict", index = false)]
    pub customer_id: Uuid,
    #[column(default = "cart")]
    pub status: OrderStatus,
    /// The customer whose cart it is: everybody has one at most.
    #[column(generated = "CASE WHEN status = 'cart' THEN customer_id END")]
    pub cart_of: Option<Uuid>,
    #[column(length = 3, default = "EUR")]
    pub currency: String,
    #[column(precision = 12, scale = 2, default = 0.00)]
    pub total: Decimal,
    /// What coupons took off, part of the total.
    #[column(precision = 12, scale = 2, default = 0)]
    pub discount: Decimal,
    /// Where it goes, as it was when the order was placed.
    pub delivery_address: Option<Value>,
    pub placed_at: Option<DateTime<Utc>>,
}

/// A code that makes an order cheaper: by a share or by an amount.
#[derive(strobila::Model)]
#[model(
    check(
        takes_one_kind_off = "(percent_off IS NULL) <> (amount_off IS NULL)",
        percent_in_range = "percent_off BETWEEN 1 AND 100"
    ),
    check(days_in_order = "valid_until IS NULL OR valid_until >= valid_from")
)]
pub struct Coupon {
    #[column(primary_key, length = 32)]
    pub code: String,
    pub percent_off: Option<i16>,
    #[column(precision = 12, scale = 2)]
    pub amount_off: Option<Decimal>,
    #[column(default_sql = "now()")]
    pub valid_from: NaiveDate,
    pub valid_until: Option<NaiveDate>,
}

/// One kind of bag in an order.
#[derive(strobila::Model)]
#[model(primary_key(order_id, line), check(quantity_positive = "quantity > 0"))]
pub struct OrderLine {
    #[column(references = Order, on_delete = "cascade")]
    pub order_id: Uuid,
    pub line: i16,
    #[column(references = ProductVariant, on_delete = "restrict")]
    pub variant_id: Uuid,
    #[column(default = 1)]
    pub quantity: i32,
    #[column(precision = 10, scale = 2)]
    pub unit_price: Decimal,
    /// What one bag weighs, in grams.
    pub unit_grams: i32,
    #[column(generated = "quantity * unit_grams")]
    pub grams: i32,
}

/// Who moves the money.
#[derive(strobila::Enum)]
#[strobila(storage = "text")]
pub enum PaymentProvider {
    Card,
    Transfer,
    Paypal,
}

/// Money that came in for an order.
#[derive(strobila::Model)]
#[model(
    timestamps,
    unique(provider, provider_reference),
    check(amount_positive(
        postgres = "amount > 0",
        mysql = "amount > 0",
        sqlite = "CAST(amount AS REAL) > 0"
    ))
)]
pub struct Payment {
    #[column(primary_key, default_sql = "uuid()")]
    pub id: Uuid,
    #[column(references = Order, on_delete = "restrict")]
    pub order_id: Uuid,
    pub provider: PaymentProvider,
    #[column(length = 120)]
    pub provider_reference: String,
    #[column(precision = 12, scale = 2)]
    pub amount: Decimal,
    pub captured_at: Option<DateTime<Utc>>,
}

/// A parcel.
#[derive(strobila::Model)]
pub struct Shipment {
    #[column(primary_key, default_sql = "uuid()")]
    pub id: Uuid,
    #[column(references = Order, on_delete = "restrict")]
    pub order_id: Uuid,
    /// The code of the warehouse it leaves.
    #[column(length = 8, references = Warehouse, on_update = "cascade", on_delete = "restrict")]
    pub warehouse_code: String,
    #[column(default = "dhl")]
    pub carrier: String,
    pub tracking_code: Option<String>,
    #[column(default_sql = "now()")]
    pub handed_over_at: DateTime<Utc>,
}
