//! The only ambient randomness: ids of version 7, and secrets for seals.

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

/// Mints ids and secrets.
pub trait IdSource: std::fmt::Debug + Send + Sync {
    /// Fresh random bytes.
    fn secret(&self) -> [u8; 32];

    /// A fresh id of version 7: sorted by time, random below the millisecond.
    fn id(&self, now: Timestamp) -> Uuid {
        let secret = self.secret();
        let random = std::array::from_fn(|place| secret[place]);
        let millis = u64::try_from(now.as_millisecond()).unwrap_or_default();
        Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

/// The operating system's randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemIds;

impl IdSource for SystemIds {
    fn secret(&self) -> [u8; 32] {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).expect("the operating system gives random bytes");
        secret
    }
}

/// Always the same ids in the same order: for tests.
#[derive(Debug, Default)]
pub struct CountedIds(std::sync::atomic::AtomicU64);

impl IdSource for CountedIds {
    fn secret(&self) -> [u8; 32] {
        let count = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Sha256::digest(count.to_be_bytes()).into()
    }
}
