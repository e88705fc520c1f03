#include "net/curl_request.h"

#include <cstring>

#include <netinet/in.h>

namespace docktor::net {
namespace {

CurlList HeaderList(const HttpRequest& request) {
  CurlList list;
  const auto add = [&list](const std::string& header) {
    if (auto* longer = curl_slist_append(list.get(), header.c_str())) {
      [[maybe_unused]] auto* same = list.release();
      list.reset(longer);
    }
  };
  add("Expect:");  // no pause before a body
  for (const auto& [name, value] : request.headers) add(value.empty() ? name + ";" : name + ": " + value);
  return list;
}

void SetMethod(CURL* easy, const HttpRequest& request) {
  const bool sends_body = request.body || request.method == "POST" || request.method == "PUT";
  if (request.method == "HEAD") curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
  if (sends_body) {
    const auto size = request.body ? request.body->size() : 0;
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(size));
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body ? request.body->c_str() : "");
  }
  curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  if (!request.once) return;
  curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
  curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
}

/// Any host and port are to be found at this address, at the same port. A program's connection needs one that has not
/// to be looked up, and goes elsewhere.
CurlList Detour(const Endpoint& endpoint) {
  const std::string address = endpoint.program.empty() ? endpoint.address : "127.0.0.1";
  if (address.empty()) return {};
  const bool bracketed = address.find(':') != std::string::npos;
  return CurlList(curl_slist_append(nullptr, ("::" + (bracketed ? "[" + address + "]" : address) + ":").c_str()));
}

void SetCredentials(CURL* easy, const HttpRequest& request) {
  if (request.user.empty()) return;
  curl_easy_setopt(easy, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
  curl_easy_setopt(easy, CURLOPT_USERNAME, request.user.c_str());
  curl_easy_setopt(easy, CURLOPT_PASSWORD, request.password.c_str());
}

/// A connection that nobody answers on is noticed after about a minute, also by a stream on which nothing may come.
void KeepAlive(CURL* easy) {
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPIDLE, 20L);
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPINTVL, 10L);
}

void SetTls(CURL* easy, const Tls& tls) {
  if (!tls.ca.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, tls.ca.c_str());
  if (!tls.certificate.empty()) curl_easy_setopt(easy, CURLOPT_SSLCERT, tls.certificate.c_str());
  if (!tls.key.empty()) curl_easy_setopt(easy, CURLOPT_SSLKEY, tls.key.c_str());
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, tls.verify ? 1L : 0L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, tls.verify ? 2L : 0L);
}

/// curl connects to where the tunnel says.
curl_socket_t OpenTunnel(void* tunnel, curlsocktype, curl_sockaddr* address) {
  sockaddr_in to{};
  const int socket = static_cast<Tunnel*>(tunnel)->Open(to);
  if (socket < 0 || address->addrlen < sizeof(to)) return CURL_SOCKET_BAD;
  std::memcpy(&address->addr, &to, sizeof(to));
  return socket;
}

int AttachTunnel(void* tunnel, char*, char*, int, int) {
  return static_cast<Tunnel*>(tunnel)->Attach() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

int CloseTunnel(void* tunnel, curl_socket_t socket) {
  static_cast<Tunnel*>(tunnel)->Close(socket);
  return 0;
}

void SetTunnel(CURL* easy, Tunnel& tunnel) {
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, OpenTunnel);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &tunnel);
  curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, AttachTunnel);
  curl_easy_setopt(easy, CURLOPT_PREREQDATA, &tunnel);
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, CloseTunnel);
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, &tunnel);
}

void SetWay(CURL* easy, const Endpoint& endpoint, Tunnel* tunnel) {
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  if (!endpoint.unix_socket.empty()) curl_easy_setopt(easy, CURLOPT_UNIX_SOCKET_PATH, endpoint.unix_socket.c_str());
  if (endpoint.tls) SetTls(easy, *endpoint.tls);
  if (tunnel != nullptr) SetTunnel(easy, *tunnel);
  KeepAlive(easy);
}

}  // namespace

CurlRequest::CurlRequest(CURL* easy, const Endpoint& endpoint, const HttpRequest& request, Tunnel* tunnel)
    : headers_(HeaderList(request)), detour_(Detour(endpoint)) {
  curl_easy_reset(easy);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(easy, CURLOPT_URL, (endpoint.origin + request.path).c_str());
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.connect_timeout.count()));
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers_.get());
  curl_easy_setopt(easy, CURLOPT_CONNECT_TO, detour_.get());
  SetWay(easy, endpoint, tunnel);
  SetCredentials(easy, request);
  SetMethod(easy, request);
}

}  // namespace docktor::net
