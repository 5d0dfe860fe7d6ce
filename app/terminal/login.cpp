#include "login.h"

#include <istream>
#include <ostream>

#include "answer.h"
#include "base/aside.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "crypto/secret_file.h"
#include "net/curl_http.h"
#include "signing/key_files.h"
#include "signing/login/ambient_login.h"
#include "signing/login/browser_login.h"
#include "signing/login/device_login.h"
#include "signing/login/pasted_login.h"
#include "signing/login/token_check.h"

namespace weighmaster::terminal {
namespace {

using base::Code;
using base::fail;
using base::Result;
using crypto::Secret;
using signing::Client;
using LoginPtr = std::unique_ptr<signing::Login>;

/// What the browser shows. The terminal speaks English.
signing::PageTexts page_texts() {
  return {
      "en",
      "Weighmaster",
      {"The browser is done",
       "You can close this page and go back to Weighmaster, which now goes on with signing."},
      {"The login did not succeed", "Go back to Weighmaster, which says why. You can close this page."},
      {"This page belongs to no login that is under way",
       "It was opened twice, or is left from an earlier login. Go back to Weighmaster. You can close this "
       "page."}};
}

constexpr auto code_question = "The code that the browser shows at the end: ";

std::string shown(const std::string& url) {
  return "\n    " + base::visible(url, base::limits::address_bytes) + "\n\n";
}

/// All of a stream, or a byte more than a token may have.
Secret read_all(std::istream& in) {
  Bytes bytes(base::limits::identity_token_bytes + 1);
  in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  return Secret(std::move(bytes));
}

/// One line without its end, or a byte more than a code may have.
Secret read_line(std::istream& in) {
  Bytes line;
  line.reserve(base::limits::login_code_bytes + 1);  // so that it never moves and leaves a copy behind
  for (char letter = 0; line.size() <= base::limits::login_code_bytes && in.get(letter) && letter != '\n';)
    line.push_back(static_cast<std::uint8_t>(letter));
  return Secret(std::move(line));
}

/// A stream can't be told to stop waiting: it is left to wait by itself. It outlives the program's end.
Result<Secret> read_aside(std::istream& in, Secret (*read)(std::istream&), const std::stop_token& stop) {
  return base::call_aside({stop, {}}, [&in, read] { return Result<Secret>(read(in)); });
}

Result<Secret> read_token_file(const std::string& path, const CommonOptions& common, const Console& console) {
  if (path == "-") return read_aside(console.in, read_all, console.stop);
  auto bytes = base::read_file(path, base::limits::identity_token_bytes);
  if (!bytes) return fail(std::move(bytes.error()));
  if (signing::readable_by_others(path)) {
    note("other users of this computer can read the identity token in " + base::visible(path) + ".", common,
         console);
  }
  return Secret(std::move(*bytes));
}

Result<LoginPtr> given_token(const LoginOptions& options, const CommonOptions& common,
                             const Console& console) {
  if (options.identity_token) {
    note(
        "an identity token on the command line can be seen by everybody on this computer; "
        "--identity-token-file and the standard input hide it.",
        common, console);
  }
  const auto text = options.identity_token ? Result<Secret>(Secret(to_bytes(*options.identity_token)))
                                           : read_token_file(*options.identity_token_file, common, console);
  if (!text) return fail(text.error());
  auto token = signing::IdentityToken::parse(*text);
  if (!token) return fail(std::move(token.error()));
  if (const auto good = check_time(*token, console.now); !good) return fail(good.error());
  return std::make_unique<signing::GivenToken>(std::move(*token));
}

Result<Client> client_of(const LoginOptions& options, const std::string& issuer, const CommonOptions& common,
                         const Console& console) {
  Client client{options.oidc_issuer.value_or(issuer), options.client_id};
  if (options.client_secret) {
    note(
        "a secret on the command line can be seen by everybody on this computer; --client-secret-file hides "
        "it.",
        common, console);
    client.secret = Secret(to_bytes(*options.client_secret));
  }
  if (options.client_secret_file) {
    auto secret = crypto::read_secret_file(*options.client_secret_file, {console.stop, {}});
    if (!secret) return fail(std::move(secret.error()));
    client.secret = std::move(*secret);
  }
  return client;
}

/// At the terminal, or where there is none from the standard input.
Result<Secret> ask_for_code(const std::string& url, const base::Task& task, const Console& console) {
  console.err << "Open this link in a browser, on any computer, and log in:\n" << shown(url) << std::flush;
  if (console.ask) {
    auto code = console.ask(code_question, task.stop);
    if (code || code.error().code == Code::task_cancelled) return code;
    if (code.error().code != Code::key_password_missing)
      return fail(Code::login_answer, {}, "it is too long");
  }
  console.err << code_question << std::flush;
  return read_aside(console.in, read_line, task.stop);
}

LoginPtr ambient_login(const LoginOptions& options, const LoginPlace& place, const Console& console) {
  signing::AmbientLoginRequest request;
  request.surroundings = console.surroundings;
  request.http = place.http;
  request.audience = options.client_id;
  if (place.offline) {
    request.metadata_http = place.http;
  } else {
    net::Connection link;
    link.proxy.kind = net::Proxy::Kind::none;
    link.plain = net::PlainHttp::anywhere_unsafe;
    request.metadata_http = std::make_shared<net::CurlHttp>(std::move(link));
  }
  return std::make_unique<signing::AmbientLogin>(std::move(request));
}

LoginPtr browser_login(const LoginOptions& options, LoginPlace place, Client client, const Console& console) {
  signing::BrowserLoginRequest request;
  request.http = std::move(place.http);
  request.client = std::move(client);
  request.port = options.redirect_port;
  request.texts = page_texts();
  request.open_browser = console.open_browser;
  request.tell = [&console](const std::string& url, bool opened) {
    console.err << (opened ? "Log in with the browser that opens now. If none does, open this link:\n"
                           : "Open this link in a browser on this computer, and log in:\n")
                << shown(url) << std::flush;
  };
  return std::make_unique<signing::BrowserLogin>(std::move(request));
}

LoginPtr pasted_login(LoginPlace place, Client client, const Console& console) {
  signing::PastedLoginRequest request;
  request.http = std::move(place.http);
  request.client = std::move(client);
  request.ask = [&console](const std::string& url, const base::Task& task) {
    return ask_for_code(url, task, console);
  };
  return std::make_unique<signing::PastedLogin>(std::move(request));
}

LoginPtr device_login(LoginPlace place, Client client, const Console& console) {
  signing::DeviceLoginRequest request;
  request.http = std::move(place.http);
  request.client = std::move(client);
  request.tell = [&console](const signing::DevicePrompt& prompt) {
    console.err << "Open this link on any device:\n"
                << shown(prompt.url) << "and enter this code there:\n"
                << shown(prompt.code) << std::flush;
  };
  return std::make_unique<signing::DeviceLogin>(std::move(request));
}

}  // namespace

Result<LoginPtr> make_login(const LoginOptions& options, LoginPlace place, const CommonOptions& common,
                            const Console& console) {
  if (options.identity_token || options.identity_token_file) return given_token(options, common, console);
  if (options.use_ambient_credentials) return ambient_login(options, place, console);
  auto client = client_of(options, place.issuer, common, console);
  if (!client) return fail(std::move(client.error()));
  if (options.device) return device_login(std::move(place), std::move(*client), console);
  if (options.out_of_band) return pasted_login(std::move(place), std::move(*client), console);
  return browser_login(options, std::move(place), std::move(*client), console);
}

}  // namespace weighmaster::terminal
