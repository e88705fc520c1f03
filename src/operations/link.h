#pragma once

#include <string>

#include "operations/declare/operation.h"

namespace docktor::operations {

struct LinkInput {
  Role role = Role::kAdmin;
};
BOOST_DESCRIBE_STRUCT(LinkInput, (), (role))

struct LinkOutput {
  std::string url;  ///< whoever opens it in a browser is logged in: a secret
  Role role = Role::kAdmin;
};
BOOST_DESCRIBE_STRUCT(LinkOutput, (), (url, role))

Operation LinkOperation();

}  // namespace docktor::operations
