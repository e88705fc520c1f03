#pragma once

#include <map>
#include <string>

#include "operations/declare/role.h"

namespace docktor::serve {

/// A request as far as it decides what is to be done.
struct Request {
  std::string method;
  std::string target;  ///< path and query
  std::string accept = {};
  std::string actor = {};  ///< header Docktor-Actor: "agent" or "model" for a program that wants to be held to that
  operations::Role role = operations::Role::kAdmin;  ///< of a person
  std::string base_path = {};  ///< that the client sees before every path, and that `target` has no more
  std::string login = {};      ///< the digest of the login by which it is asked; empty: it is asked another way
  std::string cookie = {};     ///< the name of the cookie that holds logins; empty: there are none this way
  std::string body = {};
  std::map<std::string, std::string> headers = {};  ///< all, names in lower case; said twice: with ", " between
};

}  // namespace docktor::serve
