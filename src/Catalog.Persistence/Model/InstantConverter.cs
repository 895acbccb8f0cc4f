using Catalog.Core.Values;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Catalog.Persistence.Model;

/// <summary>Stores instants as whole microseconds since 1970, so that both engines order and compare them alike.</summary>
internal sealed class InstantConverter() : ValueConverter<Instant, long>(
    static instant => instant.UnixMicroseconds,
    static microseconds => new Instant(microseconds));
