//! The enums of this module.

/// The enum `address_kind`.
#[derive(strobila::Enum)]
pub enum AddressKind {
    /// `billing`
    Billing,
    /// `delivery`
    Delivery,
}

/// The enum `loyalty_account_tier`.
#[derive(strobila::Enum)]
pub enum LoyaltyAccountTier {
    /// `bean`
    Bean,
    /// `roaster`
    Roaster,
    /// `barista`
    Barista,
}

/// The enum `order_status`.
#[derive(strobila::Enum)]
pub enum OrderStatus {
    /// `cart`
    Cart,
    /// `placed`
    Placed,
    /// `paid`
    Paid,
    /// `shipped`
    Shipped,
    /// `cancelled`
    Cancelled,
    /// `refunded`
    Refunded,
}

/// The enum `post_status`.
#[derive(strobila::Enum)]
pub enum PostStatus {
    /// `draft`
    Draft,
    /// `published`
    Published,
}

/// The enum `product_roast`.
#[derive(strobila::Enum)]
pub enum ProductRoast {
    /// `light`
    Light,
    /// `medium`
    Medium,
    /// `medium_dark`
    MediumDark,
    /// `dark`
    Dark,
}
