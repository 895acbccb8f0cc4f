using System.Globalization;
using Catalog.Core.Errors;
using Catalog.Core.Values;
using Catalog.Web.ViewModels;
using FeatureStore.Explanations;
using FeatureStore.Serving;

namespace Catalog.Web.Queries;

/// <summary>Answers the form of the page that explains a value, through the same service as every other door. Thread-safe.</summary>
public sealed class ExplainQuery(ExplanationService explanations)
{
    /// <summary>A page lists so many events; the HTTP door lists more.</summary>
    public const int MaxEvents = 200;

    /// <summary>Explains what the form asks for.</summary>
    /// <param name="feature">The feature reference.</param>
    /// <param name="form">The form.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<ExplainAnswer> AnswerAsync(string feature, ExplainForm form, CancellationToken cancellationToken)
    {
        var errors = form.Check();
        if (errors.Count > 0)
        {
            return new ExplainAnswer(null, errors, null);
        }

        try
        {
            var request = new ExplanationRequest
            {
                Feature = feature,
                Entities = [.. form.Fields.Select(static field => new EntityColumn(field.Name, [field.Value]))],
                At = TimeOf(form.At),
                AsKnownAt = TimeOf(form.Known),
                Sequence = form.Sequence.Length == 0 ? null : long.Parse(form.Sequence, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
                MaxEvents = MaxEvents,
            };
            return new ExplainAnswer(await explanations.ExplainAsync(request, cancellationToken), errors, null);
        }
        catch (CatalogException error)
        {
            return new ExplainAnswer(null, errors, error.Message);
        }
    }

    private static Instant? TimeOf(string text) => Instant.TryParse(text, out var time) ? time : null;
}
