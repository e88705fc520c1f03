#pragma once

#include <memory>

#include <curl/curl.h>

#include "net/http_client.h"
#include "net/tunnel.h"

namespace docktor::net {

struct FreeCurlList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using CurlList = std::unique_ptr<curl_slist, FreeCurlList>;

/// What curl is told of a request and of the way to its server: all but who takes the answer. It lives, as what it was
/// made of does, until the exchange has ended: curl holds pointers to them.
class CurlRequest {
 public:
  /// The connection that `easy` has open is kept. `tunnel`: null where connections are no programs.
  CurlRequest(CURL* easy, const Endpoint& endpoint, const HttpRequest& request, Tunnel* tunnel);

 private:
  CurlList headers_;
  CurlList detour_;
};

}  // namespace docktor::net
