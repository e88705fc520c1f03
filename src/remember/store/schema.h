#pragma once

#include <span>
#include <string_view>

#include "core/result.h"
#include "remember/store/database.h"

namespace docktor::remember {

/// What made the store's tables, step by step: each leads from one version of the schema to the next. Those that were
/// released are never changed, only followed by others.
std::span<const std::string_view> SchemaSteps();

/// Brings a database, be it empty, to the version that the steps lead to; each step wholly or not at all.
/// kInvalidInput: it was made by a newer version.
Status Migrate(Database& database, std::span<const std::string_view> steps);

}  // namespace docktor::remember
