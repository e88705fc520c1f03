#include "core/reason.h"

#include <boost/describe/enum_to_string.hpp>

namespace docktor {

std::string_view Name(Reason reason) {
  return std::string_view(boost::describe::enum_to_string(reason, "kUnknown")).substr(1);
}

}  // namespace docktor
