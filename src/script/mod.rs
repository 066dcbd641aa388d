//! Script
