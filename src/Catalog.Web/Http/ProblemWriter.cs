using System.Diagnostics;

namespace Catalog.Web.Http;

/// <summary>Writes the problem documents of doors for whoever says that it accepts something else, such as a browser: a document is better than none. Pages answer with a page.</summary>
internal sealed class ProblemWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => !PageRequest.Is(context.HttpContext);

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var (problem, http) = (context.ProblemDetails, context.HttpContext);
        problem.Status ??= http.Response.StatusCode;
        problem.Extensions.TryAdd("traceId", Activity.Current?.Id ?? http.TraceIdentifier);
        return new ValueTask(http.Response.WriteAsJsonAsync(problem, options: null, MediaTypes.Problem, http.RequestAborted));
    }
}
