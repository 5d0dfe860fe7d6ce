#include "net/modules/curl.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <stop_token>

#include "base/file.h"
#include "base/module_table.h"
#include "base/text.h"

namespace weighmaster::net {

namespace {

struct EasyFreed {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct MultiFreed {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
struct ListFreed {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct UrlFreed {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
struct TextFreed {
  void operator()(char* text) const { curl_free(text); }
};
using UrlPtr = std::unique_ptr<CURLU, UrlFreed>;
using TextPtr = std::unique_ptr<char, TextFreed>;
using EasyPtr = std::unique_ptr<CURL, EasyFreed>;
using MultiPtr = std::unique_ptr<CURLM, MultiFreed>;
using ListPtr = std::unique_ptr<curl_slist, ListFreed>;

}  // namespace

struct Curl {
  Connection connection;
  std::string authorities;  // empty: libcurl's own
  MultiPtr multi;           // keeps connections open from one request to the next
};

namespace {

using base::Code;
using base::Error;
using base::fail;
using base::Result;

/// libcurl's state of the whole program: made once, before any handle, and kept to the end.
void start_curl() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  static_cast<void>(started);  // where it failed there are no handles either
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? char(letter - 'A' + 'a') : letter;
  });
  return lower;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  const auto first = text.find_first_not_of(blank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

/// What libcurl writes into while it works.
struct Receipt {
  const Request* request;
  Answer answer;
  std::size_t header_bytes = 0;
  bool too_large = false;
  std::array<char, CURL_ERROR_SIZE> message{};
};

std::size_t take_body(char* data, std::size_t /*one*/, std::size_t size, void* user) {
  auto& receipt = *static_cast<Receipt*>(user);
  auto& body = receipt.answer.body;
  receipt.too_large = size > receipt.request->most_bytes - body.size();
  if (receipt.too_large) return 0;
  body.insert(body.end(), data, data + size);
  return size;
}

std::size_t take_header(char* data, std::size_t /*one*/, std::size_t size, void* user) {
  auto& receipt = *static_cast<Receipt*>(user);
  const std::string_view line(data, size);
  receipt.header_bytes += size;
  receipt.too_large = receipt.header_bytes > base::limits::answer_header_bytes;
  if (receipt.too_large) return 0;
  if (line.starts_with("HTTP/")) receipt.answer.headers.clear();  // another answer, after one that sent on
  if (const auto colon = line.find(':'); colon != std::string_view::npos) {
    receipt.answer.headers.push_back(
        {lower_case(line.substr(0, colon)), std::string(trimmed(line.substr(colon + 1)))});
  }
  return size;
}

bool fits_a_line(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

/// The header lines as libcurl wants them. Error: net.address where one would become two.
Result<ListPtr> header_lines(const Request& request, const Address& address) {
  ListPtr lines;
  const auto add = [&lines](const std::string& line) {
    auto* longer = curl_slist_append(lines.get(), line.c_str());
    if (longer == nullptr) return;
    static_cast<void>(lines.release());
    lines.reset(longer);
  };
  for (const auto& header : request.headers) {
    if (!fits_a_line(header.name) || !fits_a_line(header.value)) {
      return fail(Code::net_address, address.host(), "what is to be sent holds a line break");
    }
    // libcurl drops a name without a value, unless it ends in a semicolon.
    add(header.value.empty() ? header.name + ";" : header.name + ": " + header.value);
  }
  add("Expect:");  // no waiting for leave to send the body
  return lines;
}

Code code_of(CURLcode result) {
  switch (result) {
    case CURLE_OPERATION_TIMEDOUT:
      return Code::net_timeout;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
      return Code::net_tls;
    case CURLE_FILESIZE_EXCEEDED:
      return Code::net_too_large;
    // The address was fit to be asked, so these are about what the server sent, or where it sent us on to.
    case CURLE_URL_MALFORMAT:
    case CURLE_LOGIN_DENIED:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_TOO_MANY_REDIRECTS:
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return Code::net_answer;
    case CURLE_OUT_OF_MEMORY:
      return Code::task_out_of_memory;
    default:
      return Code::net_unreachable;
  }
}

Error failure(CURLcode result, const Receipt& receipt, const Address& address) {
  const Code code = receipt.too_large ? Code::net_too_large : code_of(result);
  if (code == Code::net_too_large) {
    return {code, address.host(), "at most " + base::format_size(receipt.request->most_bytes)};
  }
  const std::string said = receipt.message.front() != 0 ? receipt.message.data() : curl_easy_strerror(result);
  return {code, address.host(), base::visible(said, base::limits::answer_excerpt)};
}

/// A connection that broke once all was ready for the request: it may have been heard, and the answer was
/// lost. Before that, nobody was reached.
CURLcode told_apart(CURL* easy, CURLcode result) {
  curl_off_t ready = 0;
  if (result == CURLE_RECV_ERROR) curl_easy_getinfo(easy, CURLINFO_PRETRANSFER_TIME_T, &ready);
  return ready > 0 ? CURLE_GOT_NOTHING : result;
}

/// The system's roots and the person's own, in one text. Where this libcurl keeps its roots in no file, it
/// adds them by itself.
std::string all_authorities(const std::string& more) {
  const auto* info = curl_version_info(CURLVERSION_NOW);
  if (info->cainfo == nullptr) return more;
  const auto system = base::read_file(info->cainfo, base::limits::trust_file_bytes);
  return system ? std::string(as_text(*system)) + "\n" + more : more;
}

void set_authorities(CURL* easy, const std::string& authorities) {
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(easy, CURLOPT_SSL_OPTIONS, static_cast<long>(CURLSSLOPT_NATIVE_CA));
  if (authorities.empty()) return;
  curl_blob blob{const_cast<char*>(authorities.data()), authorities.size(), CURL_BLOB_NOCOPY};
  curl_easy_setopt(easy, CURLOPT_CAINFO_BLOB, &blob);
}

/// What is for this computer never goes through a proxy: it would leave the computer.
void set_proxy(CURL* easy, const Proxy& proxy, const Address& address) {
  if (proxy.kind == Proxy::Kind::none) curl_easy_setopt(easy, CURLOPT_PROXY, "");
  if (proxy.kind == Proxy::Kind::manual) {
    curl_easy_setopt(easy, CURLOPT_PROXY, proxy.url.c_str());
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
  }
  if (address.loopback()) curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
}

void set_request(CURL* easy, const Request& request, const Address& address) {
  curl_easy_setopt(easy, CURLOPT_URL, address.url().c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https,http");
  curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "https");
  curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  curl_easy_setopt(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "weighmaster/" WEIGHMASTER_VERSION);
  curl_easy_setopt(easy, CURLOPT_MAXREDIRS, static_cast<long>(base::limits::redirects));
  const bool follow = request.redirects == Redirects::https && request.method == Method::get;
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, follow ? 1L : 0L);
  if (request.method == Method::get) return;
  // What is posted may act. On a connection that was kept and dies, libcurl would send it once more.
  curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
  curl_easy_setopt(easy, CURLOPT_POST, 1L);
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS, reinterpret_cast<const char*>(request.body.data()));
}

void set_receipt(CURL* easy, Receipt& receipt) {
  // A size that is announced need not be waited for.
  curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(receipt.request->most_bytes));
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, receipt.message.data());
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &receipt);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &receipt);
}

void set_patience(CURL* easy, const Request& request, std::chrono::milliseconds connect_timeout) {
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);  // signals belong to the program
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connect_timeout.count()));
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
  // A name server that does not answer must not hold up whoever has stopped waiting.
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
}

/// Drives one handle until it is done or the task is stopped. Nothing: it was stopped.
std::optional<CURLcode> drive(CURLM* multi, const base::Task& task) {
  const std::stop_callback wake(task.stop, [multi] { curl_multi_wakeup(multi); });
  constexpr int longest_wait_ms = 1000;
  int running = 1;
  while (!task.stopped()) {
    if (curl_multi_perform(multi, &running) != CURLM_OK) return CURLE_FAILED_INIT;
    int left = 0;
    if (const CURLMsg* done = curl_multi_info_read(multi, &left); done != nullptr) return done->data.result;
    if (curl_multi_poll(multi, nullptr, 0, longest_wait_ms, nullptr) != CURLM_OK) return CURLE_FAILED_INIT;
  }
  return std::nullopt;
}

std::string part(CURLU* url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, 0) != CURLUE_OK) return {};
  return TextPtr(text).get();
}

std::optional<UrlParts> parts_of_url(const std::string& text) {
  const UrlPtr url(curl_url());
  if (!url || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) return std::nullopt;
  return UrlParts{part(url.get(), CURLUPART_SCHEME), part(url.get(), CURLUPART_HOST),
                  part(url.get(), CURLUPART_USER), part(url.get(), CURLUPART_PASSWORD)};
}

Curl* open(const Connection& connection) {
  start_curl();
  auto curl = std::make_unique<Curl>();
  curl->connection = connection;
  curl->multi.reset(curl_multi_init());
  if (!connection.more_authorities.empty()) {
    curl->authorities = all_authorities(connection.more_authorities);
  }
  return curl.release();
}

void close(Curl* curl) {
  delete curl;
}

Result<Answer> send(Curl& curl, const Request& request, const Address& address, const base::Task& task) {
  const auto lines = header_lines(request, address);
  if (!lines) return fail(lines.error());

  Receipt receipt{&request, {}, 0, false, {}};
  const EasyPtr easy(curl_easy_init());
  if (!easy || !curl.multi) return fail(Code::task_out_of_memory);
  set_request(easy.get(), request, address);
  set_authorities(easy.get(), curl.authorities);
  set_proxy(easy.get(), curl.connection.proxy, address);
  set_patience(easy.get(), request, curl.connection.connect_timeout);
  set_receipt(easy.get(), receipt);
  curl_easy_setopt(easy.get(), CURLOPT_HTTPHEADER, lines->get());

  curl_multi_add_handle(curl.multi.get(), easy.get());
  const auto result = drive(curl.multi.get(), task);
  const auto ended = told_apart(easy.get(), result.value_or(CURLE_OK));
  long status = 0;
  curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
  curl_multi_remove_handle(curl.multi.get(), easy.get());
  if (!result) return fail(base::cancelled());
  if (*result != CURLE_OK) return fail(failure(ended, receipt, address));
  receipt.answer.status = static_cast<int>(status);
  return std::move(receipt.answer);
}

}  // namespace
}  // namespace weighmaster::net

WEIGHMASTER_MODULE_TABLE weighmaster::net::CurlTable weighmaster_table{
    weighmaster::net::parts_of_url, weighmaster::net::open, weighmaster::net::close, weighmaster::net::send};
