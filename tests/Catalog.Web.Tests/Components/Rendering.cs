using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catalog.Web.Tests.Components;

/// <summary>Renders one component to HTML, as the server does, and parses it, as a browser does.</summary>
internal static class Rendering
{
    public static async Task<IElement> RenderAsync<TComponent>(
        Dictionary<string, object?>? parameters = null, Action<IServiceCollection>? configure = null)
        where TComponent : IComponent
    {
        var html = await RenderTextAsync<TComponent>(parameters, configure);
        return new HtmlParser().ParseDocument($"<body>{html}</body>").Body!;
    }

    public static async Task<string> RenderTextAsync<TComponent>(
        Dictionary<string, object?>? parameters = null, Action<IServiceCollection>? configure = null)
        where TComponent : IComponent
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new FixedClock());
        configure?.Invoke(services);
        await using var provider = services.BuildServiceProvider();
        await using var renderer = new HtmlRenderer(provider, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var root = await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters ?? []));
            return root.ToHtmlString();
        });
    }

    public static RenderFragment Text(string text) => builder => builder.AddContent(0, text);
}
