#pragma once

/// Before the table that a module gives, `weighmaster_table` (base/module.h). In C++17, like
/// audit/modules/qpdf.h.
#ifdef _WIN32
#define WEIGHMASTER_MODULE_TABLE extern "C" __declspec(dllexport) const
#else
#define WEIGHMASTER_MODULE_TABLE extern "C" __attribute__((visibility("default"))) const
#endif
