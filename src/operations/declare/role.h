#pragma once

#include <boost/describe.hpp>

namespace docktor::operations {

/// What a person who has logged in may do, each more than the one before: look; answer proposals; everything.
enum class Role { kViewer, kApprover, kAdmin };
BOOST_DESCRIBE_ENUM(Role, kViewer, kApprover, kAdmin)

}  // namespace docktor::operations
