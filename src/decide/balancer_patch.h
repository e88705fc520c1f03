#pragma once

#include <string>
#include <string_view>

namespace docktor::decide {

/// What to write into a load balancer's configuration so that it finds new replicas by itself. `detail` is that of a
/// warning kNamesResolvedOnce: the service of the load balancer and its statement, "lb: proxy_pass http://web:8080".
std::string BalancerPatch(std::string_view detail);

}  // namespace docktor::decide
