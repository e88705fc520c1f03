#pragma once

#include <vector>

#include "brain/providers/provider.h"

namespace docktor::cli::model {

/// Providers whose maker's key is in the environment, one for each maker: they can be offered, and are never used
/// unless somebody says so.
std::vector<const brain::Provider*> WithKeys(const brain::Variables& variables);

}  // namespace docktor::cli::model
