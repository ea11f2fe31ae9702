// The table of endpoints, and the checks that every request passes before it reaches one.
// Thread-safety: safe. Lifetime: options and databases outlive it.
#pragma once

#include "api/endpoints.h"
#include "http/http_server.h"

namespace liaison::server {

class Api : public Application {
 public:
  explicit Api(ApiContext context);

  std::optional<Response> refuse(const Request& request) override;
  Response handle(const Request& request) override;
  Response refusal(int status, std::string_view message) override;

 private:
  void add_routes();
  // Answers with the error when `endpoint` throws.
  template <class Endpoint>
  Response guarded(const Endpoint& endpoint);

  ApiContext context_;
  Router router_;
};

}  // namespace liaison::server
