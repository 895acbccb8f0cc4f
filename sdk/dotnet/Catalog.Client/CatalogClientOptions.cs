namespace Catalog.Client;

/// <summary>How a <see cref="CatalogClient"/> calls its server. The defaults are good for most.</summary>
public sealed record CatalogClientOptions
{
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

    /// <summary>The clock of all pauses and limits. Default: that of the system.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
