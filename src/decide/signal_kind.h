#pragma once

#include <string_view>

namespace docktor::decide {

/// Whether a signal is a share of something, by its name: 0.6 is 60 %.
inline bool IsRatio(std::string_view signal) { return signal.ends_with("utilization") || signal.ends_with("ratio"); }

}  // namespace docktor::decide
