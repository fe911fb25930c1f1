import * as echarts from 'echarts';
import type { Measured } from '../types.ts';

const WIDTH = 900;
const LINE = 15;
const MARGIN = 90;

const OURS = '#2f9e44';
const OTHERS = '#adb5bd';

/** The row as an image (SVG): lines over the sizes for costs that should stay flat, bars of the ratios otherwise. */
export function renderChart(row: string, cases: readonly Measured[]): string {
  const isScale = row === 'scale';
  const bars = cases.flatMap(barsOf);
  const chart = echarts.init(null, null, {
    renderer: 'svg',
    ssr: true,
    width: WIDTH,
    height: isScale ? 420 : MARGIN + bars.length * LINE,
  });
  chart.setOption({
    animation: false,
    backgroundColor: '#fff',
    textStyle: { fontFamily: 'sans-serif' },
    grid: { left: 40, right: 60, top: 40, bottom: 50, containLabel: true },
    ...(isScale ? linesOverSizes(cases) : barsOfRatios(bars)),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

interface Bar {
  label: string;
  /** None for the heading of a case. */
  ratio: number | null;
}

/** The first contestant of a case has no bar: it is what the others are compared with. */
function barsOf({ name, results }: Measured): Bar[] {
  const [first, ...others] = results;
  const heading = { label: `${name} (1 = ${first?.contestant ?? ''})`, ratio: null };
  return [heading, ...others.map(({ contestant, ratio }) => ({ label: contestant, ratio }))];
}

function barsOfRatios(bars: readonly Bar[]): echarts.EChartsOption {
  return {
    xAxis: { type: 'log', name: 'times the first contestant', nameLocation: 'middle', nameGap: 28 },
    yAxis: {
      type: 'category',
      inverse: true,
      axisTick: { show: false },
      axisLabel: { interval: 0 },
      data: bars.map(({ label, ratio }) => ({
        value: label,
        textStyle: ratio === null ? { fontWeight: 'bold', color: '#212529' } : { color: '#495057' },
      })),
    },
    series: [{ type: 'bar', barCategoryGap: '15%', data: bars.map(drawBar) }],
  };
}

function drawBar({ label, ratio }: Bar): object | string {
  if (ratio === null) return '-';
  return {
    value: ratio,
    itemStyle: { color: label === 'greenlets' ? OURS : OTHERS },
    label: { show: true, position: 'right', formatter: `${ratio.toFixed(2)}x`, fontSize: 10 },
  };
}

function linesOverSizes(cases: readonly Measured[]): echarts.EChartsOption {
  return {
    legend: { top: 5, itemGap: 24 },
    xAxis: {
      type: 'category',
      name: 'so many at once',
      nameLocation: 'middle',
      nameGap: 28,
      data: cases[0]?.results.map(({ contestant }) => contestant) ?? [],
    },
    yAxis: { type: 'log', name: 'ns each' },
    series: cases.map(({ name, results }) => ({ name, type: 'line', data: results.map(({ median }) => median) })),
  };
}
