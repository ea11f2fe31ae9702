#include "liaison/engine/transaction.h"

#include "liaison/engine/error.h"
#include "txn/transaction_impl.h"

namespace liaison {

namespace {

engine::TransactionImpl& open(const std::unique_ptr<engine::TransactionImpl>& impl) {
  if (!impl) throw UsageError("the transaction was moved from");
  return *impl;
}

}  // namespace

Transaction::Transaction(std::unique_ptr<engine::TransactionImpl> impl) : impl_(std::move(impl)) {}
Transaction::Transaction(Transaction&&) noexcept = default;
Transaction& Transaction::operator=(Transaction&&) noexcept = default;
Transaction::~Transaction() = default;

TransactionMode Transaction::mode() const {
  return open(impl_).mode();
}
bool Transaction::is_open() const {
  return impl_ != nullptr && impl_->is_open();
}
const GraphReader& Transaction::reader() const {
  return open(impl_).reader();
}
GraphWriter& Transaction::writer() {
  return open(impl_).writer();
}
std::size_t Transaction::savepoint() {
  return open(impl_).savepoint();
}
void Transaction::rollback_to(std::size_t savepoint) {
  open(impl_).rollback_to(savepoint);
}
CommitNumber Transaction::commit() {
  return open(impl_).commit();
}
CommitNumber Transaction::write() {
  return open(impl_).write();
}
CommitNumber Transaction::base() const {
  return open(impl_).base();
}
void Transaction::rollback() noexcept {
  if (impl_) impl_->close();
}

}  // namespace liaison
