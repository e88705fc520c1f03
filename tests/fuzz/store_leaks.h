#pragma once

/// Now and then the store's library loses a few bytes of its own while it plans a query; the same input does not lose
/// them again. https://github.com/google/sanitizers/wiki/AddressSanitizerLeakSanitizer#suppressions
extern "C" const char* __lsan_default_suppressions() { return "leak:libduckdb"; }
