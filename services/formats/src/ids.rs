//! Ids derived from content: the same file and mapping give the same ids, on every machine.

use sha2::{Digest, Sha256};
use uuid::Uuid;

/// UUID v8 from the SHA-256 of the parts. Each part is preceded by its length, so that
/// `["ab", "c"]` and `["a", "bc"]` differ.
pub fn derived(parts: &[&str]) -> Uuid {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let digest = hash.finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Uuid::new_v8(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_parts_give_the_same_id_of_version_eight() {
        let id = derived(&["units", "Purchasing"]);
        assert_eq!(id, derived(&["units", "Purchasing"]));
        assert_eq!(id.get_version_num(), 8);
    }

    #[test]
    fn where_a_part_ends_matters() {
        assert_ne!(derived(&["ab", "c"]), derived(&["a", "bc"]));
    }
}
