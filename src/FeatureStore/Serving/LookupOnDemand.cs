using FeatureStore.Expressions;
using FeatureStore.Proof;
using FeatureStore.Selection;

namespace FeatureStore.Serving;

/// <summary>The wanted features of one on-demand view. Immutable, thread-safe.</summary>
internal sealed class LookupOnDemand
{
    private readonly SelectedOnDemandView _view;
    private readonly int _firstSlot;

    /// <param name="view">The view with what is wanted of it.</param>
    /// <param name="firstSlot">The slot of the first wanted feature; the others follow.</param>
    /// <param name="logged">How its answers are logged.</param>
    internal LookupOnDemand(SelectedOnDemandView view, int firstSlot, LoggedComputation logged)
    {
        (_view, _firstSlot, Logged) = (view, firstSlot, logged);
        InputCount = view.Plan.Inputs.Count;
        Inputs = [.. view.Inputs];
        var slots = view.Inputs.Where(static input => !input.IsRequest).ToDictionary(static input => input.Place, static input => input.Source);
        Features = [.. view.Features.Select((feature, i) =>
        {
            var computation = view.Plan.Features[feature];
            return new LookupComputation(firstSlot + i, computation.Evaluate, [.. computation.Reads.Where(slots.ContainsKey).Select(place => slots[place])]);
        })];
    }

    /// <summary>Length of the row that features are computed from.</summary>
    internal int InputCount { get; }

    /// <summary>Where the values of that row come from; the others stay null.</summary>
    internal SelectedInput[] Inputs { get; }

    /// <summary>How its answers are logged.</summary>
    internal LoggedComputation Logged { get; }

    /// <summary>What is computed.</summary>
    internal LookupComputation[] Features { get; }

    /// <summary>The slot of a wanted feature.</summary>
    /// <param name="feature">Its place in the view.</param>
    internal int SlotOf(int feature) => _firstSlot + _view.Features.Index().First(wanted => wanted.Item == feature).Index;
}

/// <summary>One on-demand feature.</summary>
/// <param name="Slot">The slot that it goes to.</param>
/// <param name="Evaluate">Computes it.</param>
/// <param name="Reads">The slots of the stored features that it reads; the newest of their events is its own.</param>
internal readonly record struct LookupComputation(int Slot, Evaluator Evaluate, int[] Reads);
