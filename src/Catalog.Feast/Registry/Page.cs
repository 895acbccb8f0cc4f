using Catalog.Feast.Messages.Registries;
using Catalog.Grpc;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;

namespace Catalog.Feast.Registry;

/// <summary>What lists can be asked for: only what has certain tags, in an order, some of it.</summary>
/// <param name="Tags">Only what has all of these.</param>
/// <param name="Sorting">The order; null keeps that of the names.</param>
/// <param name="Pagination">Which part; null takes all.</param>
internal sealed record Page(MapField<string, string> Tags, SortingParams? Sorting, PaginationParams? Pagination)
{
    private const string Descending = "desc";

    /// <summary>Takes what is asked for.</summary>
    /// <param name="all">Everything, ordered by name.</param>
    /// <param name="read">What the list is asked by.</param>
    internal (IEnumerable<T> Items, PaginationMetadata Pagination) Of<T>(IEnumerable<T> all, Func<T, Listed> read)
    {
        var found = Sort(all.Where(item => HasTags(read(item).Tags)), read).ToList();
        if (found.Count == 0)
        {
            return ([], new PaginationMetadata());
        }

        if (Pagination is not { Page: > 0, Limit: > 0 } part)
        {
            return (found, new PaginationMetadata { TotalCount = found.Count, TotalPages = 1 });
        }

        var pages = (int)(((long)found.Count + part.Limit - 1) / part.Limit);
        var metadata = new PaginationMetadata
        {
            Page = part.Page,
            Limit = part.Limit,
            TotalCount = found.Count,
            TotalPages = pages,
            HasNext = part.Page < pages,
            HasPrevious = part.Page > 1,
        };
        return (part.Page > pages ? [] : found.Skip((part.Page - 1) * part.Limit).Take(part.Limit), metadata);
    }

    private IEnumerable<T> Sort<T>(IEnumerable<T> items, Func<T, Listed> read)
    {
        var isDescending = string.Equals(Sorting?.SortOrder, Descending, StringComparison.OrdinalIgnoreCase);
        return Sorting?.SortBy.Trim() switch
        {
            null or "" => items,
            "name" => isDescending ? items.OrderByDescending(item => read(item).Name, StringComparer.OrdinalIgnoreCase) : items.OrderBy(item => read(item).Name, StringComparer.OrdinalIgnoreCase),
            "last_updated_timestamp" => isDescending ? items.OrderByDescending(item => read(item).Changed) : items.OrderBy(item => read(item).Changed),
            var other => throw new GrpcException(GrpcStatusCode.InvalidArgument, $"The list cannot be sorted by '{other}'. Sort it by 'name' or 'last_updated_timestamp'."),
        };
    }

    private bool HasTags(MapField<string, string> tags) => Tags.All(tag => tags.TryGetValue(tag.Key, out var value) && value == tag.Value);
}

/// <summary>By what lists are asked.</summary>
/// <param name="Name">The name.</param>
/// <param name="Tags">The tags.</param>
/// <param name="Changed">When it was changed; null where nobody knows.</param>
internal readonly record struct Listed(string Name, MapField<string, string> Tags, Timestamp? Changed);
