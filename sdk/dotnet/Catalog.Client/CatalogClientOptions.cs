using System.Globalization;
using System.Text;

namespace Catalog.Client;

/// <summary>How a <see cref="CatalogClient"/> calls its server. The defaults are good for most.</summary>
public sealed record CatalogClientOptions
{
    // Timers of the system reach about as far.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(24);

    /// <summary>How long to wait for the server to connect, to begin its answer, and for each further part of it. Calls that work long on the server wait longer. Default: 60 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How often a call that changes nothing is made again when the connection breaks or the server is overloaded; 0 for never. Calls that change something are never made twice, but for
    /// pushes, which have an idempotency key. Default: 3.
    /// </summary>
    public int Retries { get; init; } = 3;

    /// <summary>
    /// For how long a server that goes away is waited for while a run is followed, a training set is read or events are pushed: runs go on by themselves after a restart. Default: 2 minutes.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Who asks, for the records of the server. Default: the user of this machine.</summary>
    public string User { get; init; } = Environment.UserName is { Length: > 0 } name ? name : "anonymous";

    /// <summary>
    /// The key of a consumer, where the server asks for one. Default: the environment variable <c>CATALOG_API_KEY</c>. It is sent as <c>Authorization: Bearer</c>, or as <c>x-api-key</c> over an
    /// HttpClient that sends an Authorization of its own.
    /// </summary>
    public string? ApiKey { get; init; }

    /// <summary>The clock of all pauses and limits. Default: that of the system.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Refuses what no call could work with.</summary>
    /// <exception cref="ArgumentException">One of them is outside its range.</exception>
    internal void Check()
    {
        if (Timeout <= TimeSpan.Zero || Timeout > Longest)
        {
            throw new ArgumentException($"CatalogClientOptions.Timeout is '{Timeout}'; it must be above 0 and at most {Longest.TotalDays:0} days.");
        }

        if (Patience < TimeSpan.Zero || Patience > Longest)
        {
            throw new ArgumentException($"CatalogClientOptions.Patience is '{Patience}'; it must be from 0, for not waiting at all, to {Longest.TotalDays:0} days.");
        }

        if (Retries < 0)
        {
            throw new ArgumentException($"CatalogClientOptions.Retries is '{Retries}'; it must be 0, for never, or more.");
        }

        if (Time is null || User is null)
        {
            throw new ArgumentException($"CatalogClientOptions.{(Time is null ? nameof(Time) : nameof(User))} is null; leave it out for the default.");
        }
    }

    // Written down in logs, where a key must not stand.
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(CultureInfo.InvariantCulture, $"Timeout = {Timeout}, Retries = {Retries}, Patience = {Patience}, User = {User}, ApiKey = {(ApiKey is null ? "none" : "given")}");
        return true;
    }
}
