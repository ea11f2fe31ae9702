#include "bind/scope.h"

#include <algorithm>

namespace liaison::query {

void ImportList::add(VariableId variable) {
  if (std::find(variables_.begin(), variables_.end(), variable) == variables_.end()) {
    variables_.push_back(variable);
  }
}

std::size_t Scope::place_of(std::string_view name) const {
  if (names_.size() > kLookedThrough) {
    const auto found = places_->find(std::string(name));
    return found == places_->end() ? names_.size() : found->second;
  }
  std::size_t place = 0;
  while (place < names_.size() && names_[place].first != name) ++place;
  return place;
}

void Scope::declare(std::string_view name, VariableId variable) {
  const std::size_t place = place_of(name);
  if (place < names_.size()) {
    names_[place].second = variable;
    return;
  }
  if (names_.empty()) names_.reserve(kLookedThrough / 2);
  names_.emplace_back(name, variable);
  if (names_.size() <= kLookedThrough) return;
  // The first time, those before it as well.
  if (!places_) places_ = std::make_unique<std::unordered_map<std::string, std::size_t>>();
  for (std::size_t i = places_->size(); i < names_.size(); ++i) {
    places_->emplace(names_[i].first, i);
  }
}

void Scope::hide(const Scope& hidden, std::string detail) {
  hidden_ = &hidden;
  hidden_detail_ = std::move(detail);
}

std::optional<VariableId> Scope::find_local(std::string_view name) const {
  const std::size_t place = place_of(name);
  if (place == names_.size()) return std::nullopt;
  return names_[place].second;
}

std::optional<Scope::Found> Scope::find(std::string_view name) const {
  std::vector<ImportList*> crossed;
  for (const Scope* scope = this; scope != nullptr; scope = scope->parent_) {
    if (const auto variable = scope->find_local(name)) {
      for (ImportList* imports : crossed) imports->add(*variable);
      return Found{*variable, nullptr};
    }
    if (scope->hidden_ != nullptr && scope->hidden_->find_local(name)) {
      return Found{0, &scope->hidden_detail_};
    }
    if (scope->imports_ != nullptr) crossed.push_back(scope->imports_);
  }
  return std::nullopt;
}

std::optional<VariableId> Scope::peek(std::string_view name, const Scope* end) const {
  for (const Scope* scope = this; scope != nullptr && scope != end; scope = scope->parent_) {
    if (const auto variable = scope->find_local(name)) return variable;
    if (scope->hidden_ != nullptr && scope->hidden_->find_local(name)) return std::nullopt;
  }
  return std::nullopt;
}

bool Scope::is_left_outside(std::string_view name) const {
  for (const Scope* scope = this; scope != nullptr; scope = scope->parent_) {
    if (scope->left_outside_ != nullptr && scope->left_outside_->knows(name)) return true;
  }
  return false;
}

bool Scope::is_outer(std::string_view name) const {
  const Scope* scope = this;
  while (scope != nullptr && scope->imports_ == nullptr) scope = scope->parent_;
  return scope != nullptr && scope->parent_ != nullptr && scope->parent_->knows(name);
}

std::vector<std::pair<std::string_view, VariableId>> Scope::local_names() const {
  std::vector<std::pair<std::string_view, VariableId>> result(names_.begin(), names_.end());
  std::sort(result.begin(), result.end());
  return result;
}

std::vector<std::string> Scope::visible_names() const {
  std::vector<std::string> result;
  for (const Scope* scope = this; scope != nullptr; scope = scope->parent_) {
    for (const auto& [name, variable] : scope->local_names()) {
      if (peek(name)) result.emplace_back(name);
    }
  }
  return result;
}

}  // namespace liaison::query
