"""Pictures of charts, made of the chart's own plain values."""
