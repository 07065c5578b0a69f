//! The CRM's records and their rules: lifecycle, due dates, opening hours, rights.
