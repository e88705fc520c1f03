#include "serve/random.h"

#include <openssl/rand.h>

#include "net/digest.h"

namespace docktor::serve {

std::optional<std::string> RandomHex(int bytes) {
  std::string random(static_cast<std::size_t>(bytes), '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(random.data()), bytes) != 1) return std::nullopt;
  return net::ToHex(random);
}

}  // namespace docktor::serve
