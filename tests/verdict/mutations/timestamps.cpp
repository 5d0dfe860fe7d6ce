#include "verdict/mutations/table.h"

namespace weighmaster::tests {
namespace {

/// Rekor v2: the timestamp is the only proof of time. The root names the authority's issuers, so that what
/// they issue for this one timestamp may stamp.
Scene stamped_scene() {
  Scene scene;
  scene.spec = tests::rekor_2_spec();
  return scene;
}

std::function<void(Json&)> with_issuers_only(std::function<void(Json&)> change = {}) {
  return [change = std::move(change)](Json& root) {
    root["timestampAuthorities"] = Json::array(
        {tests::authority_json("https://timestamp.test", sigstore().timestamp_authority().issuers())});
    if (change) change(root);
  };
}

Mutation in_timestamp(std::function<void(TimestampSpec&)> change) {
  return [change = std::move(change)](Scene& scene) { change(scene.timestamp()); };
}

Mutation in_info(tests::ChangeElements change) {
  return in_timestamp([change = std::move(change)](TimestampSpec& spec) { spec.change_info = change; });
}

Mutation in_attributes(tests::ChangeElements change) {
  return in_timestamp([change = std::move(change)](TimestampSpec& spec) { spec.change_attributes = change; });
}

Mutation in_signer(tests::ChangeElements change) {
  return in_timestamp([change = std::move(change)](TimestampSpec& spec) { spec.change_signer = change; });
}

Mutation in_certificate(std::function<void(tests::CertificateSpec&)> change) {
  return [change = std::move(change)](Scene& scene) {
    scene.change_root = with_issuers_only();
    scene.timestamp().certificate = stamper_spec();
    change(*scene.timestamp().certificate);
  };
}

Mutation in_authority(std::function<void(Json&)> change) {
  return in_root([change = std::move(change)](Json& root) { change(root["timestampAuthorities"][0]); });
}

Json& timestamps_in(Json& bundle) {
  return bundle["verificationMaterial"]["timestampVerificationData"]["rfc3161Timestamps"];
}

/// In the bytes, which nobody signs again.
Mutation in_bytes(std::function<void(Bytes&)> change) {
  return [change = std::move(change)](Scene& scene) {
    scene.change_bundle = [change](Json& bundle) {
      auto& member = timestamps_in(bundle)[0]["signedTimestamp"];
      auto bytes = *base::from_base64(member.get<std::string>());
      change(bytes);
      member = base::to_base64(bytes);
    };
  };
}

/// Over something else than the signature.
Mutation over(std::function<std::string(const Json& bundle)> message) {
  return [message = std::move(message)](Scene& scene) {
    scene.change_bundle = [message](Json& bundle) {
      const auto other = message(bundle);
      const auto response = sigstore().timestamp_authority().stamp(as_bytes(other));
      timestamps_in(bundle)[0]["signedTimestamp"] = base::to_base64(response);
    };
  };
}

std::string decoded(const Json& text) {
  return std::string(as_text(*base::from_base64(text.get<std::string>())));
}

Bytes time_of(std::string_view text) {
  return tests::der(0x18, as_bytes(text));
}

const QString unproven = QStringLiteral("signing_time: time.unproven");

void untouched(Table row) {
  const auto good = [&](const char* title, Mutation mutate) { row(title, std::move(mutate), {}); };
  good("as it is", [](Scene&) {});
  good("beside a promise", [](Scene& scene) { scene.spec.entries.front().kind = tests::EntryKind::dsse; });
  good("a certificate that the root does not list", in_certificate([](auto&) {}));
  good("without its certificate, which the root lists",
       in_timestamp([](TimestampSpec& spec) { spec.encloses_certificate = false; }));
  good("the last moment of its authority",
       in_authority([](Json& authority) { authority["validFor"]["end"] = "2026-06-01T12:00:05Z"; }));
  good("the first moment of its authority",
       in_authority([](Json& authority) { authority["validFor"]["start"] = "2026-06-01T12:00:05Z"; }));
  good("the last second of its certificate",
       in_certificate([](auto& spec) { spec.validity.end = at("2026-06-01T12:00:05Z"); }));
  good("the last second of the signer's certificate",
       in_timestamp([](TimestampSpec& spec) { spec.time = at("2026-06-01T12:10:00Z"); }));
  good("an authority that is listed twice, once out of its time", in_root([](Json& root) {
         auto& authorities = root["timestampAuthorities"];
         authorities.push_back(authorities[0]);
         authorities[0]["validFor"]["end"] = "2026-02-01T00:00:00Z";
       }));
  good("another authority listed before it", in_root([](Json& root) {
         auto& authorities = root["timestampAuthorities"];
         authorities.insert(authorities.begin(), other_sigstore().trusted_root()["timestampAuthorities"][0]);
       }));
  good("an authority that is anchored at its intermediate", in_root([](Json& root) {
         const auto issuers = sigstore().timestamp_authority().issuers();
         root["timestampAuthorities"] =
             Json::array({tests::authority_json("https://timestamp.test", {issuers.front()})});
       }));
  good("two of one authority", [](Scene& scene) {
    scene.spec.timestamps.emplace_back();
    scene.spec.timestamps.back().time = at("2026-06-01T12:00:06Z");
  });
}

void malformed_ones(Table row) {
  const QStringList malformed{unproven, "timestamps: timestamp.malformed"};
  row("bytes", in_bytes([](Bytes& bytes) { bytes = {1, 2, 3}; }), malformed);
  row("cut short", in_bytes([](Bytes& bytes) { bytes.pop_back(); }), malformed);
  row("bytes behind it", in_bytes([](Bytes& bytes) { bytes.push_back(0); }), malformed);
  row("rejected", in_timestamp([](TimestampSpec& spec) {
        spec.change_response = [](Elements& response) { response[0] = der_sequence({der_integer(2)}); };
      }),
      malformed);
  row("no token", in_timestamp([](TimestampSpec& spec) {
        spec.change_response = [](Elements& response) { response.pop_back(); };
      }),
      malformed);
  row("no signed attributes", in_attributes([](Elements& attributes) { attributes.clear(); }), malformed);
  row("attributes without the type of content",
      in_attributes([](Elements& attributes) { attributes.erase(attributes.begin()); }), malformed);
  row("attributes of another type of content", in_attributes([](Elements& attributes) {
        attributes[0] = attribute(tests::oid_content_type, der_oid("1.2.840.113549.1.7.1"));
      }),
      malformed);
  row("attributes without the digest",
      in_attributes([](Elements& attributes) { attributes.erase(attributes.begin() + 1); }), malformed);
  row("attributes without the certificate",
      in_attributes([](Elements& attributes) { attributes.pop_back(); }), malformed);
  row("attributes with the digest twice",
      in_attributes([](Elements& attributes) { attributes.push_back(attributes[1]); }), malformed);
  row("content of another type", in_timestamp([](TimestampSpec& spec) {
        spec.change_signed_data = [](Elements& parts) {
          parts[2] = der_sequence(
              {der_oid("1.2.840.113549.1.7.1"), tests::der(0xa0, Elements{der_octets(Bytes{1})})});
        };
      }),
      malformed);
  row("no signer", in_timestamp([](TimestampSpec& spec) {
        spec.change_signed_data = [](Elements& parts) { parts.back() = der_set({}); };
      }),
      malformed);
  row("another version", in_info([](Elements& info) { info[0] = der_integer(2); }), malformed);
  row("no time", in_info([](Elements& info) { info[4] = time_of("soon"); }), malformed);
  row("an imprint of another length", in_info([](Elements& info) {
        info[2] = der_sequence({der_sequence({der_oid("2.16.840.1.101.3.4.2.1")}), der_octets(Bytes(20))});
      }),
      malformed);
  row("the same twice",
      [](Scene& scene) {
        scene.change_bundle = [](Json& bundle) {
          auto& timestamps = timestamps_in(bundle);
          timestamps.push_back(timestamps[0]);
        };
      },
      {"signature_file: bundle.duplicate"});
  row("the same twice, in another wrapping",
      [](Scene& scene) {
        scene.spec.timestamps.emplace_back();
        scene.spec.timestamps.back().encloses_certificate = false;
      },
      {"timestamps: bundle.duplicate"});
  row("33 of them",
      [](Scene& scene) {
        scene.change_bundle = [](Json& bundle) {
          auto& timestamps = timestamps_in(bundle);
          while (timestamps.size() < 33)
            timestamps.push_back({{"signedTimestamp", base::to_base64(Bytes(timestamps.size()))}});
        };
      },
      {"signature_file: bundle.too_many"});
}

/// What can't be judged here says nothing: the time is unproven, and nobody is called a forger.
void unjudged(Table row) {
  const QStringList nothing{unproven};
  row(
      "no timestamp", [](Scene& scene) { scene.spec.timestamps.clear(); }, nothing);
  row("a root without authorities", in_root([](Json& root) { root["timestampAuthorities"] = Json::array(); }),
      nothing);
  row("another Sigstore's authority", in_root([](Json& root) {
        root["timestampAuthorities"] = other_sigstore().trusted_root()["timestampAuthorities"];
      }),
      nothing);
  row(
      "another certificate than the root lists",
      [](Scene& scene) {
        scene.timestamp().certificate = stamper_spec();
        scene.timestamp().certificate->serial = 78;
      },
      nothing);
  row(
      "a certificate that is nowhere",
      [](Scene& scene) {
        scene.change_root = with_issuers_only();
        scene.timestamp().encloses_certificate = false;
      },
      nothing);
  row("an imprint in SHA-1", in_info([](Elements& info) {
        info[2] = der_sequence({der_sequence({der_oid(tests::oid_sha1)}), der_octets(Bytes(20))});
      }),
      nothing);
  row("signed with SHA-1",
      in_signer([](Elements& signer) { signer[2] = der_sequence({der_oid(tests::oid_sha1)}); }), nothing);
  row("an algorithm that is not known",
      in_signer([](Elements& signer) { signer[4] = der_sequence({der_oid("1.2.840.113549.1.1.10")}); }),
      nothing);
  row("a critical extension", in_info([](Elements& info) {
        const auto extension =
            der_sequence({der_oid("1.2.3.4"), tests::der(0x01, Bytes{0xff}), der_octets(Bytes{5, 0})});
        info.push_back(tests::der(0xa1, Elements{extension}));
      }),
      nothing);
  row("its certificate named by SHA-1 alone", in_attributes([](Elements& attributes) {
        attributes[2] = attribute(tests::oid_signing_certificate, der_sequence({}));
      }),
      nothing);
}

void false_ones(Table row) {
  const QStringList is_false{unproven, "timestamps: timestamp.false"};
  const QStringList imprint{unproven, "timestamps: timestamp.imprint"};
  const QStringList certificate{unproven, "timestamps: timestamp.certificate"};
  const QStringList window{unproven, "timestamps: timestamp.window"};
  row("signed by somebody else", in_timestamp([](TimestampSpec& spec) { spec.key = TestKey::generate(); }),
      is_false);
  row("its signature changed", in_bytes([](Bytes& bytes) { bytes.back() ^= 1U; }), is_false);
  row("its time changed", in_bytes([](Bytes& bytes) {
        std::string text(as_text(bytes));
        text[text.find("20260601120005Z") + 13] = '6';
        bytes = to_bytes(text);
      }),
      is_false);
  row("its attributes changed", in_signer([](Elements& signer) { signer[3].back() ^= 1U; }), is_false);
  row("another content's digest", in_attributes([](Elements& attributes) {
        attributes[1] = attribute(tests::oid_message_digest, der_octets(Bytes(32)));
      }),
      is_false);
  row("two hashes that differ",
      in_signer([](Elements& signer) { signer[4] = der_sequence({der_oid("1.2.840.10045.4.3.4")}); }),
      is_false);
  row("over other bytes", over([](const Json&) { return "other bytes"; }), imprint);
  row("over the signature in base64", over([](const Json& bundle) {
        return bundle["dsseEnvelope"]["signatures"][0]["sig"].get<std::string>();
      }),
      imprint);
  row("over the payload", over([](const Json& bundle) { return decoded(bundle["dsseEnvelope"]["payload"]); }),
      imprint);
  row("with another imprint in it", in_info([](Elements& info) {
        info[2] = der_sequence({der_sequence({der_oid("2.16.840.1.101.3.4.2.1")}), der_octets(Bytes(32))});
      }),
      imprint);
  row("its certificate for signing code",
      in_certificate([](auto& spec) { spec.purposes = "critical,codeSigning"; }), certificate);
  row("its certificate for two things",
      in_certificate([](auto& spec) { spec.purposes = "critical,timeStamping,codeSigning"; }), certificate);
  row("its certificate's purpose not critical",
      in_certificate([](auto& spec) { spec.purposes = "timeStamping"; }), certificate);
  row("its certificate without purpose", in_certificate([](auto& spec) { spec.purposes.clear(); }),
      certificate);
  row("its certificate an authority's", in_certificate([](auto& spec) { spec.authority = true; }),
      certificate);
  row("its certificate not for signing data",
      in_certificate([](auto& spec) { spec.key_usage = "critical,keyAgreement"; }), certificate);
  row("its certificate signed with SHA-1", in_certificate([](auto& spec) { spec.weak_signature = true; }),
      certificate);
  row("its certificate expired before",
      in_certificate([](auto& spec) { spec.validity.end = at("2026-06-01T12:00:04Z"); }), certificate);
  row("its certificate valid only after",
      in_certificate([](auto& spec) { spec.validity.start = at("2026-06-01T12:00:06Z"); }), certificate);
  row("another certificate named in the attributes", in_attributes([](Elements& attributes) {
        attributes[2] = tests::signing_certificate_v2(sigstore().root());
      }),
      certificate);
  row("before its authority's time",
      in_authority([](Json& authority) { authority["validFor"]["start"] = "2026-06-01T12:00:06Z"; }), window);
  row("after its authority's time",
      in_authority([](Json& authority) { authority["validFor"]["end"] = "2026-06-01T12:00:04.999Z"; }),
      window);
  row(
      "a fraction of a second after its authority's time",
      [](Scene& scene) {
        scene.timestamp().time = at("2026-06-01T12:00:05.001Z");
        scene.change_root = [](Json& root) {
          root["timestampAuthorities"][0]["validFor"]["end"] = "2026-06-01T12:00:05Z";
        };
      },
      window);
  row("a false one beside a true one",
      [](Scene& scene) {
        scene.spec.timestamps.emplace_back();
        scene.spec.timestamps.back().key = TestKey::generate();
        scene.spec.timestamps.back().time = at("2026-06-01T12:00:06Z");
      },
      {"timestamps: timestamp.false"});
}

/// GHSA-wfqv-66vq-46rm: not at the leaf's own start, and not at one of several times.
void every_time(Table row) {
  const QStringList time{"certificate: certificate.time"};
  const QStringList window{"certificate: certificate.authority_window"};
  row("stamped before it was valid",
      in_timestamp([](TimestampSpec& spec) { spec.time = at("2026-06-01T11:59:59Z"); }), time);
  row("stamped after it was valid",
      in_timestamp([](TimestampSpec& spec) { spec.time = at("2026-06-01T12:10:01Z"); }), time);
  row("a fraction of a second after it was valid",
      in_timestamp([](TimestampSpec& spec) { spec.time = at("2026-06-01T12:10:00.001Z"); }), {});
  row(
      "one of two after it was valid",
      [](Scene& scene) {
        scene.spec.timestamps.emplace_back();
        scene.spec.timestamps.back().time = at("2026-06-01T12:10:01Z");
      },
      time);
  row(
      "one of two before it was valid",
      [](Scene& scene) {
        scene.spec.timestamps.emplace_back();
        scene.spec.timestamps.back().time = at("2026-06-01T11:59:59Z");
      },
      time);
  row(
      "promised in time, stamped after it was valid",
      [](Scene& scene) {
        scene.entry().kind = tests::EntryKind::dsse;
        scene.timestamp().time = at("2026-06-01T12:10:01Z");
      },
      time);
  row(
      "stamped in time, promised after it was valid",
      [](Scene& scene) {
        scene.entry().kind = tests::EntryKind::dsse;
        scene.entry().integrated_time = at("2026-06-01T12:10:01Z");
      },
      time);
  row(
      "one of two after its authority's time",
      [](Scene& scene) {
        scene.spec.timestamps.emplace_back();
        scene.spec.timestamps.back().time = at("2026-06-01T12:00:09Z");
        scene.change_root = [](Json& root) {
          root["certificateAuthorities"][0]["validFor"]["end"] = "2026-06-01T12:00:08Z";
        };
      },
      window);
}

void operators(Table row) {
  const QStringList too_few{"signing_time: time.too_few"};
  const auto two_wanted = [](std::function<void(Scene&)> change) -> Mutation {
    return [change = std::move(change)](Scene& scene) {
      scene.independent_times = 2;
      change(scene);
    };
  };
  const auto second = [](Scene& scene) {
    scene.spec.timestamps.emplace_back();
    scene.spec.timestamps.back().time = at("2026-06-01T12:00:06Z");
  };
  const auto promised = [](Scene& scene) { scene.entry().kind = tests::EntryKind::dsse; };
  row("one timestamp, two wanted", two_wanted([](Scene&) {}), too_few);
  row("two timestamps of one authority, two wanted", two_wanted(second), too_few);
  row("a log and an authority, two wanted", two_wanted(promised), {});
  row("a log and an authority of one operator, two wanted", two_wanted([promised](Scene& scene) {
        promised(scene);
        scene.change_root = [](Json& root) {
          root["timestampAuthorities"][0]["operator"] = root["tlogs"][0]["operator"] = "example.org";
        };
      }),
      too_few);
  row("a log and an authority under one domain, two wanted", two_wanted([promised](Scene& scene) {
        promised(scene);
        scene.change_root = [](Json& root) {
          root["timestampAuthorities"][0]["uri"] = "https://timestamp.sigstore.example/api";
          root["tlogs"][0]["baseUrl"] = "https://rekor.sigstore.example";
        };
      }),
      too_few);
  row("none at all, two wanted", two_wanted([](Scene& scene) { scene.spec.timestamps.clear(); }), {unproven});
  row("a promise that is false and a timestamp, two wanted", two_wanted([promised](Scene& scene) {
        promised(scene);
        scene.entry().promise_key = TestKey::generate();
      }),
      {"signing_time: time.too_few", "log_promise: log.promise_false"});
}

}  // namespace

void add_timestamp_rows(MutationRows& rows) {
  const auto of = [&](const char* structure) { return Table(rows, structure, stamped_scene()); };
  untouched(of("true timestamp"));
  malformed_ones(of("malformed timestamp"));
  unjudged(of("timestamp of nobody known"));
  false_ones(of("false timestamp"));
  every_time(of("times"));
  operators(of("operators"));
}

}  // namespace weighmaster::tests
