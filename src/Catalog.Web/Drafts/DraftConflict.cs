using Catalog.Core.Values;

namespace Catalog.Web.Drafts;

/// <summary>Somebody applied another change of the definition while this one was being written.</summary>
/// <param name="Author">Who.</param>
/// <param name="At">When.</param>
/// <param name="Message">Why; null when nothing was said.</param>
/// <param name="Theirs">Their document; null when they removed the definition.</param>
/// <param name="Merged">Both changes in one document; null when they touch the same lines.</param>
public sealed record DraftConflict(string Author, Instant At, string? Message, string? Theirs, string? Merged);
