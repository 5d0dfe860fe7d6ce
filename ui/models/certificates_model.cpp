#include "ui/models/certificates_model.h"

#include "ui/models/text.h"

namespace weighmaster::ui {

void CertificatesModel::setReport(ReportPtr report) {
  beginResetModel();
  report_ = std::move(report);
  endResetModel();
}

const verdict::ChainLink* CertificatesModel::link(int row) const {
  if (row < 0 || row >= rowCount()) return nullptr;
  return &report_->signer->chain.at(static_cast<std::size_t>(row));
}

int CertificatesModel::rowCount(const QModelIndex& parent) const {
  if (parent.isValid() || !report_ || !report_->signer) return 0;
  return static_cast<int>(report_->signer->chain.size());
}

int CertificatesModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : int(columns);
}

QVariant CertificatesModel::data(const QModelIndex& index, int role) const {
  const auto* found = index.isValid() ? link(index.row()) : nullptr;
  if (!found) return {};
  if (role == toneRole) {
    return int(index.column() == statusColumn ? tone(found->outcome) : words::Tone::neutral);
  }
  if (role == Qt::DisplayRole || role == Qt::ToolTipRole) return cell(*found, index.column());
  return {};
}

QString CertificatesModel::cell(const verdict::ChainLink& link, int column) const {
  switch (column) {
    case subjectColumn: {
      const auto subject = link.certificate.subject();
      return subject.empty() ? tr("(no name of its own)") : shown(subject, 300);
    }
    case issuerColumn:
      return shown(link.certificate.issuer(), 300);
    case validColumn:
      return validityText(link.certificate.validity());
    default:
      break;
  }
  auto text = symbol(link.outcome) + QString(u' ') + say(words::title(link.outcome));
  if (link.is_anchor) text += tr(" · trusted root");
  return text;
}

QVariant CertificatesModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  switch (section) {
    case subjectColumn:
      return tr("Certificate of");
    case issuerColumn:
      return tr("Issued by");
    case validColumn:
      return tr("Valid (UTC)");
    case statusColumn:
      return tr("Status");
    default:
      return {};
  }
}

QString validityText(const base::Window& window) {
  if (!window.start || !window.end) return {};
  const auto start = own(base::to_rfc3339(*window.start));
  const auto end = own(base::to_rfc3339(*window.end));
  const bool brief = *window.end - *window.start < std::chrono::hours(24);
  if (!brief) return CertificatesModel::tr("%1 to %2").arg(start.left(10), end.left(10));
  return CertificatesModel::tr("%1 to %2").arg(start.left(10) + u' ' + start.mid(11, 8), end.mid(11, 8));
}

}  // namespace weighmaster::ui
