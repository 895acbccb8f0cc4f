using System.Reflection;
using Microsoft.AspNetCore.Mvc;

namespace Catalog.Web.Http;

/// <summary>
/// Refuses parameters in the address that a door of ours does not know: a filter with a typing error would otherwise answer everything. Doors that speak somebody else's protocol take what their
/// clients send.
/// </summary>
internal static class UnknownParameters
{
    private const string Ours = "/api/v1";
    private const string Foreign = "/api/v1/lineage";

    /// <exception cref="BadHttpRequestException">The address has a parameter that its door does not know.</exception>
    internal static void Refuse(HttpContext context)
    {
        if (context.Request.Query.Count == 0 || context.GetEndpoint() is not RouteEndpoint door || !IsOurs(context.Request.Path))
        {
            return;
        }

        if (door.Metadata.GetMetadata<MethodInfo>() is not { } handler)
        {
            return; // A page.
        }

        var route = door.RoutePattern.Parameters.Select(static parameter => parameter.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var known = handler.GetParameters().Where(parameter => IsInQuery(parameter, route)).Select(NameOf).ToList();
        var free = door.Metadata.GetMetadata<FreeParameters>()?.Prefix;
        if (context.Request.Query.Keys.FirstOrDefault(name => !(free is not null && name.StartsWith(free, StringComparison.Ordinal)) && !known.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            var legal = known.Select(static name => $"'{name}'").Concat(free is null || known.Contains(free) ? [] : [$"names that begin with '{free}'"]).ToList();
            throw new BadHttpRequestException($"'{unknown}' is no part of the query; {(legal.Count == 0 ? "the address takes none" : "legal are " + string.Join(", ", legal))}.");
        }
    }

    private static bool IsOurs(PathString path) => path.StartsWithSegments(Ours) && !path.StartsWithSegments(Foreign);

    /// <summary>A name of the path can be one of the query as well, where the door says so.</summary>
    private static bool IsInQuery(ParameterInfo parameter, HashSet<string> route)
    {
        if (parameter.IsDefined(typeof(FromQueryAttribute), inherit: false))
        {
            return true;
        }

        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return !route.Contains(parameter.Name ?? string.Empty) && !parameter.IsDefined(typeof(FromHeaderAttribute), inherit: false) && (type == typeof(string) || type == typeof(string[]) || type == typeof(Guid) || type.IsPrimitive);
    }

    private static string NameOf(ParameterInfo parameter)
        => parameter.GetCustomAttribute<FromQueryAttribute>()?.Name ?? parameter.Name ?? string.Empty;
}

/// <summary>Says of a door that it reads parameters itself.</summary>
/// <param name="Prefix">How their names begin.</param>
internal sealed record FreeParameters(string Prefix);
