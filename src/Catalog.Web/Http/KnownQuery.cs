using System.Reflection;
using Microsoft.AspNetCore.Mvc;

namespace Catalog.Web.Http;

/// <summary>Refuses parts of a query that a door does not know, as bodies are refused: a slip of the pen would otherwise answer another question.</summary>
internal static class KnownQuery
{
    /// <summary>Lets only the parameters of the handler through.</summary>
    /// <param name="door">The door.</param>
    /// <param name="prefix">What names of one's own begin with.</param>
    internal static RouteHandlerBuilder WithKnownQuery(this RouteHandlerBuilder door, string prefix)
        => door.AddEndpointFilterFactory((context, next) =>
        {
            var known = context.MethodInfo.GetParameters()
                .Where(static parameter => !parameter.ParameterType.IsInterface && parameter.ParameterType != typeof(CancellationToken) && (parameter.ParameterType.IsValueType || parameter.ParameterType.Namespace == nameof(System)))
                .Select(static parameter => parameter.GetCustomAttribute<FromQueryAttribute>()?.Name ?? parameter.Name ?? string.Empty)
                .ToHashSet(StringComparer.OrdinalIgnoreCase);
            return invocation =>
            {
                var other = invocation.HttpContext.Request.Query.Keys.FirstOrDefault(name => !known.Contains(name) && !name.StartsWith(prefix, StringComparison.Ordinal));
                return other is null
                    ? next(invocation)
                    : throw new BadHttpRequestException($"'{other}' is no part of the query; legal are {string.Join(", ", known.Select(static name => $"'{name}'"))} and names that begin with '{prefix}'.");
            };
        });
}
