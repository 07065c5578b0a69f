//! Addresses: parsing, normalising, searching.
