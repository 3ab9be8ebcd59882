//! The tables of this module, as a live database has them.

#![allow(clippy::duplicated_attributes, reason = "two indexes may share a word")]

mod address;
mod author;
mod category;
mod comment;
mod coupon;
mod customer;
mod enums;
mod loyalty_account;
mod order;
mod order_coupon;
mod order_line;
mod origin;
mod payment;
mod post;
mod post_product;
mod product;
mod product_image;
mod product_tag;
mod product_variant;
mod roast_batch;
mod shipment;
mod stock;
mod stock_movement;
mod subscriber;
mod supplier;
mod tag;
mod warehouse;

pub use address::Address;
pub use author::Author;
pub use category::Category;
pub use comment::Comment;
pub use coupon::Coupon;
pub use customer::Customer;
pub use enums::{AddressKind, LoyaltyAccountTier, OrderStatus, PostStatus, ProductRoast};
pub use loyalty_account::LoyaltyAccount;
pub use order::Order;
pub use order_coupon::OrderCoupon;
pub use order_line::OrderLine;
pub use origin::Origin;
pub use payment::Payment;
pub use post::Post;
pub use post_product::PostProduct;
pub use product::Product;
pub use product_image::ProductImage;
pub use product_tag::ProductTag;
pub use product_variant::ProductVariant;
pub use roast_batch::RoastBatch;
pub use shipment::Shipment;
pub use stock::Stock;
pub use stock_movement::StockMovement;
pub use subscriber::Subscriber;
pub use supplier::Supplier;
pub use tag::Tag;
pub use warehouse::Warehouse;
