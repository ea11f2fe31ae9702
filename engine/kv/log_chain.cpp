#include "kv/log_chain.h"

#include "base/bytes.h"
#include "base/fault.h"

namespace liaison::engine {
namespace {

constexpr std::size_t kLinkBytes = 16;

// Finds the link, which is the first thing in a batch.
class LinkReader final : public rocksdb::WriteBatch::Handler {
 public:
  std::optional<LogLink> link;

  void LogData(const rocksdb::Slice& blob) override {
    link = decode_log_link({blob.data(), blob.size()});
    is_done_ = true;
  }
  rocksdb::Status PutCF(std::uint32_t, const rocksdb::Slice&, const rocksdb::Slice&) override {
    is_done_ = true;
    return rocksdb::Status::OK();
  }
  rocksdb::Status DeleteCF(std::uint32_t, const rocksdb::Slice&) override {
    is_done_ = true;
    return rocksdb::Status::OK();
  }
  rocksdb::Status MarkNoop(bool) override { return rocksdb::Status::OK(); }
  bool Continue() override { return !is_done_; }

 private:
  bool is_done_ = false;
};

}  // namespace

std::string encode_log_link(const LogLink& link) {
  std::string bytes;
  put_u64(bytes, link.session);
  put_u64(bytes, link.ordinal);
  return bytes;
}

std::optional<LogLink> decode_log_link(std::string_view bytes) {
  if (bytes.size() != kLinkBytes) return std::nullopt;
  return LogLink{load_big_endian<std::uint64_t>(bytes.data()),
                 load_big_endian<std::uint64_t>(bytes.data() + 8)};
}

void LogChain::add_to(rocksdb::WriteBatch& batch) {
  ++last_.ordinal;
  batch.PutLogData(encode_log_link(last_));
}

rocksdb::WalFilter::WalProcessingOption LogChainFilter::LogRecordFound(
    unsigned long long /*log_number*/, const std::string& /*log_file_name*/,
    const rocksdb::WriteBatch& batch, rocksdb::WriteBatch* /*new_batch*/, bool* /*batch_changed*/) {
  LinkReader reader;
  const bool is_read = batch.Iterate(&reader).ok();
  const std::optional<LogLink> link = reader.link;
  if (LIAISON_FAULT("log-chain-off")) return WalProcessingOption::kContinueProcessing;
  const bool follows = !before_ || (link && (link->session == before_->session
                                                 ? link->ordinal == before_->ordinal + 1
                                                 : link->ordinal == 1));
  if (!is_read || !follows) return WalProcessingOption::kCorruptedRecord;
  before_ = link;
  return WalProcessingOption::kContinueProcessing;
}

}  // namespace liaison::engine
