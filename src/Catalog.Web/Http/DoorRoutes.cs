using Microsoft.Extensions.Primitives;

namespace Catalog.Web.Http;

/// <summary>
/// Takes doors as the application does, and makes their endpoints once, beside the rest of the start: what a door does with a request is code that is compiled when its endpoint is made.
/// </summary>
internal sealed class DoorRoutes(IEndpointRouteBuilder app) : EndpointDataSource, IEndpointRouteBuilder
{
    private Task<IReadOnlyList<Endpoint>>? _endpoints;

    public IServiceProvider ServiceProvider => app.ServiceProvider;

    public ICollection<EndpointDataSource> DataSources { get; } = [];

    public override IReadOnlyList<Endpoint> Endpoints => (_endpoints ??= MakeAsync()).GetAwaiter().GetResult();

    public IApplicationBuilder CreateApplicationBuilder() => app.CreateApplicationBuilder();

    public override IChangeToken GetChangeToken() => new CancellationChangeToken(CancellationToken.None);

    /// <summary>Adds the doors to the application; no more can be mapped.</summary>
    internal void Open()
    {
        _endpoints = MakeAsync();
        app.DataSources.Add(this);
    }

    private Task<IReadOnlyList<Endpoint>> MakeAsync() => Task.Run<IReadOnlyList<Endpoint>>(() => [.. DataSources.SelectMany(static source => source.Endpoints)]);
}
