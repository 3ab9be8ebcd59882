//! The table `order_coupon`.

use super::{Coupon, Order};

#[derive(strobila::Model)]
#[model(primary_key(columns(order_id, coupon_code)))]
pub struct OrderCoupon {
    #[column(references = Order, on_delete = "cascade")]
    pub order_id: uuid::Uuid,
    #[column(length = 32, references = Coupon, on_delete = "cascade")]
    pub coupon_code: String,
}
